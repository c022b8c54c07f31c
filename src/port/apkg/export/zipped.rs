//! The zip around collection and media, in either form.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use sha1::{Digest as _, Sha1};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::pack::{Scratch, tell};
use super::{ExportError, PackageForm};
use crate::port::MediaBytes;
use crate::port::apkg::{Stage, Watch, proto};

/// How hard the older form is packed, 1..=9: the default takes twice as long for a tenth less.
const DEFLATE_LEVEL: i64 = 3;
/// How hard today's form is packed, 1..=22: the library's default takes twice as long for a twentieth less.
const ZSTD_LEVEL: i32 = 1;
const ZSTD_THREADS: u32 = 2;

/// Zips collection and media.
pub(super) fn write(
    form: PackageForm,
    scratch: &Scratch,
    media: &[(String, MediaBytes)],
    watch: Watch<'_>,
) -> Result<(), ExportError> {
    let mut package = Package::create(form, &scratch.package)?;
    package.plain("meta", form.meta())?;
    package.packed(form.collection(), deflated(), &mut File::open(&scratch.collection)?)?;
    tell(watch, Stage::Unpacking, 0, None)?;
    package.plain("collection.anki2", &std::fs::read(&scratch.notice)?)?;
    let mut names = Vec::with_capacity(media.len());
    for (number, (name, bytes)) in media.iter().enumerate() {
        let mut content = Hashed { inner: bytes.open()?, sha1: Sha1::new() };
        let size = package.packed(&number.to_string(), stored(), &mut content)?;
        names.push(Named { name, size, sha1: content.sha1.finalize().to_vec() });
        tell(watch, Stage::Media, number + 1, Some(media.len()))?;
    }
    package.packed("media", deflated(), &mut form.names(&names).as_slice())?;
    let mut file = package.zip.finish()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok(())
}

impl PackageForm {
    /// Protobuf: field 1 is the number of the form.
    fn meta(self) -> &'static [u8] {
        match self {
            Self::Older => b"\x08\x02",
            Self::Today => b"\x08\x03",
        }
    }

    fn collection(self) -> &'static str {
        match self {
            Self::Older => "collection.anki21",
            Self::Today => "collection.anki21b",
        }
    }

    /// The names of the media, in the order of their entries.
    fn names(self, media: &[Named<'_>]) -> Vec<u8> {
        match self {
            Self::Older => {
                let name = |(number, file): (usize, &Named<'_>)| {
                    (number.to_string(), serde_json::Value::from(file.name))
                };
                let map = media.iter().enumerate().map(name).collect();
                serde_json::Value::Object(map).to_string().into_bytes()
            }
            Self::Today => media.iter().fold(Vec::new(), |mut list, file| {
                proto::put_bytes(&mut list, 1, &file.message());
                list
            }),
        }
    }
}

/// A file as the list of names tells it.
struct Named<'a> {
    name: &'a str,
    /// Bytes.
    size: u64,
    sha1: Vec<u8>,
}

impl Named<'_> {
    /// Anki's `MediaEntry`: 1 name, 2 size, 3 SHA-1.
    fn message(&self) -> Vec<u8> {
        let mut message = Vec::new();
        proto::put_bytes(&mut message, 1, self.name.as_bytes());
        proto::put_number(&mut message, 2, self.size);
        proto::put_bytes(&mut message, 3, &self.sha1);
        message
    }
}

struct Package {
    zip: ZipWriter<BufWriter<File>>,
    form: PackageForm,
}

impl Package {
    fn create(form: PackageForm, path: &Path) -> io::Result<Self> {
        Ok(Self { zip: ZipWriter::new(BufWriter::new(File::create(path)?)), form })
    }

    /// An entry as it is.
    fn plain(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.zip.start_file(name, stored())?;
        Ok(self.zip.write_all(bytes)?)
    }

    /// An entry packed by zstd, or with these options in the older form; gives its bytes.
    fn packed(
        &mut self,
        name: &str,
        older: SimpleFileOptions,
        content: &mut impl Read,
    ) -> Result<u64, ExportError> {
        if self.form == PackageForm::Older {
            self.zip.start_file(name, older)?;
            return Ok(io::copy(content, &mut self.zip)?);
        }
        self.zip.start_file(name, stored())?;
        let mut packed = zstd::Encoder::new(&mut self.zip, ZSTD_LEVEL)?;
        packed.multithread(ZSTD_THREADS)?;
        let size = io::copy(content, &mut packed)?;
        packed.finish()?;
        Ok(size)
    }
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true)
}

fn deflated() -> SimpleFileOptions {
    stored().compression_method(CompressionMethod::Deflated).compression_level(Some(DEFLATE_LEVEL))
}

/// A stream whose digest is taken on the way.
struct Hashed<R> {
    inner: R,
    sha1: Sha1,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.sha1.update(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}
