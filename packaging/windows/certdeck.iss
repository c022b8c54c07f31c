; Windows installer, made with Inno Setup 6: iscc /DVersion=0.1.0 packaging\windows\certdeck.iss
; It takes target\release\certdeck.exe and writes target\package\certdeck-VERSION-windows-x86_64.exe.
; By default it installs for one user and asks for no rights.
#ifndef Version
  #error Name the version: /DVersion=0.1.0
#endif
#ifndef Binary
  #define Binary "..\..\target\release\certdeck.exe"
#endif

[Setup]
; Never change the id: by it a newer installer finds the older one.
AppId={{6E0C2B7A-5F0B-4C53-9C1E-3A7D0C9F1B52}
AppName=Certdeck
AppVersion={#Version}
AppVerName=Certdeck {#Version}
AppPublisher=The Certdeck contributors
DefaultDirName={autopf}\Certdeck
DefaultGroupName=Certdeck
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
OutputDir=..\..\target\package
OutputBaseFilename=certdeck-{#Version}-windows-x86_64
SetupIconFile=..\..\assets\icons\certdeck.ico
UninstallDisplayIcon={app}\certdeck.ico
LicenseFile=..\..\LICENSE-MIT
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktop"; Description: "A shortcut on the desktop"; Flags: unchecked
Name: "path"; Description: "Start certdeck by name in a terminal (adds it to PATH)"; Flags: unchecked

[Files]
Source: "{#Binary}"; DestDir: "{app}"; DestName: "certdeck.exe"; Flags: ignoreversion
Source: "..\..\assets\icons\certdeck.ico"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\README.md"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\CHANGELOG.md"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\LICENSE-MIT"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\LICENSE-APACHE"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\linux\copyright"; DestDir: "{app}"; DestName: "LICENSES.txt"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\Certdeck"; Filename: "{app}\certdeck.exe"; IconFilename: "{app}\certdeck.ico"; AppUserModelID: "Certdeck"
Name: "{autodesktop}\Certdeck"; Filename: "{app}\certdeck.exe"; IconFilename: "{app}\certdeck.ico"; Tasks: desktop

[Registry]
; What a deck is and how it opens.
Root: HKA; Subkey: "Software\Classes\Certdeck.Deck.1"; ValueType: string; ValueData: "Certdeck deck"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Certdeck.Deck.1\DefaultIcon"; ValueType: string; ValueData: "{app}\certdeck.ico"
Root: HKA; Subkey: "Software\Classes\Certdeck.Deck.1\shell\open\command"; ValueType: string; ValueData: """{app}\certdeck.exe"" ""%1"""
; Windows knows a file by what follows its last dot, and .ron belongs to many programs. So Certdeck is
; offered under "Open with" and is never made the default; the user may choose it there.
Root: HKA; Subkey: "Software\Classes\.ron\OpenWithProgids"; ValueType: string; ValueName: "Certdeck.Deck.1"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Applications\certdeck.exe"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "Certdeck"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\certdeck.exe\SupportedTypes"; ValueType: string; ValueName: ".ron"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\certdeck.exe\shell\open\command"; ValueType: string; ValueData: """{app}\certdeck.exe"" ""%1"""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotInPath

[Run]
Filename: "{app}\certdeck.exe"; Description: "Start Certdeck"; Flags: nowait postinstall skipifsilent

[Code]
function UserPath: String;
begin
  if not RegQueryStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Result) then
    Result := '';
end;

function IsNotInPath: Boolean;
begin
  Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(UserPath) + ';') = 0;
end;

{ Takes the folder out of PATH again. What was learnt lies elsewhere and is kept. }
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Paths: String;
  Place: Integer;
begin
  if Step <> usPostUninstall then
    Exit;
  Paths := UserPath;
  Place := Pos(';' + Lowercase(ExpandConstant('{app}')), Lowercase(Paths));
  if Place > 0 then
  begin
    Delete(Paths, Place, Length(ExpandConstant('{app}')) + 1);
    RegWriteExpandStringValue(HKEY_CURRENT_USER, 'Environment', 'Path', Paths);
  end;
end;
