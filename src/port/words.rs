//! Words in heads of columns, in the languages in which people make tables.

/// What a word in a head means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Stem,
    Back,
    /// One option a column.
    Option,
    /// A list of options in one column.
    Options,
    Right,
    Wrong,
    Key,
    Explain,
    Hint,
    Topic,
    Tags,
    Id,
    Number,
    Type,
    Difficulty,
    Picture,
    Reference,
    Scenario,
    Note,
    Certdeck,
    Notetype,
    Deck,
}

const WORDS: &[(Word, &[&str])] = &[
    (
        Word::Stem,
        &[
            "question",
            "questiontext",
            "stem",
            "prompt",
            "front",
            "term",
            "frage",
            "fragetext",
            "vorderseite",
            "begriff",
            "pregunta",
            "enunciado",
            "anverso",
            "término",
            "termino",
            "énoncé",
            "recto",
            "terme",
            "domanda",
            "fronte",
            "termine",
            "pergunta",
            "questão",
            "frente",
            "termo",
            "вопрос",
            "термин",
            "текст",
            "text",
        ],
    ),
    (
        Word::Back,
        &[
            "answer",
            "back",
            "definition",
            "response",
            "meaning",
            "antwort",
            "rückseite",
            "réponse",
            "reponse",
            "verso",
            "définition",
            "respuesta",
            "reverso",
            "definición",
            "risposta",
            "retro",
            "definizione",
            "resposta",
            "definição",
            "ответ",
            "определение",
        ],
    ),
    (
        Word::Option,
        &[
            "option",
            "choice",
            "answeroption",
            "opt",
            "alternative",
            "antwortmöglichkeit",
            "auswahl",
            "opción",
            "opcion",
            "choix",
            "proposition",
            "opzione",
            "scelta",
            "opção",
            "alternativa",
            "вариант",
            "вариантответа",
        ],
    ),
    (
        Word::Options,
        &[
            "options",
            "choices",
            "answeroptions",
            "answers",
            "possibleanswers",
            "antworten",
            "antwortmöglichkeiten",
            "opciones",
            "propositions",
            "opzioni",
            "opções",
            "варианты",
            "вариантыответов",
        ],
    ),
    (Word::Right, &["right", "mcright", "correctanswertext", "richtig", "rightanswer"]),
    (
        Word::Wrong,
        &[
            "wrong",
            "incorrect",
            "distractor",
            "falsch",
            "mcwrong",
            "wronganswer",
            "incorrectanswer",
            "falscheantwort",
            "distraktor",
            "incorrecta",
            "incorrecto",
            "faux",
            "sbagliata",
            "errada",
            "неправильный",
        ],
    ),
    (
        Word::Key,
        &[
            "correct",
            "correctanswer",
            "correctanswers",
            "answerkey",
            "key",
            "solution",
            "correctoption",
            "correctoptions",
            "correctindex",
            "correctresponse",
            "correctresponses",
            "correctchoice",
            "answerindex",
            "lösung",
            "richtigeantwort",
            "richtigeantworten",
            "bonneréponse",
            "réponsecorrecte",
            "respuestacorrecta",
            "correcta",
            "rispostacorretta",
            "respostacorreta",
            "правильныйответ",
        ],
    ),
    (
        Word::Explain,
        &[
            "explanation",
            "overallexplanation",
            "rationale",
            "feedback",
            "generalfeedback",
            "erklärung",
            "begründung",
            "extra",
            "mnemonic",
            "explicación",
            "explication",
            "spiegazione",
            "explicação",
            "объяснение",
            "justification",
            "why",
        ],
    ),
    (Word::Hint, &["hint", "hinweis", "clue", "tipp", "pista", "indice", "dica", "подсказка"]),
    (
        Word::Topic,
        &[
            "domain",
            "category",
            "section",
            "chapter",
            "knowledgearea",
            "topic",
            "thema",
            "kategorie",
            "kapitel",
            "tema",
            "categoría",
            "catégorie",
            "chapitre",
            "categoria",
            "argomento",
            "capitolo",
            "тема",
            "категория",
            "subject",
        ],
    ),
    (Word::Tags, &["tags", "tag", "keywords", "schlagwörter", "etiquetas", "étiquettes", "метки"]),
    (Word::Id, &["id", "guid", "uuid", "questionid"]),
    (Word::Number, &["no", "nr", "num", "number", "questionnumber", "nummer", "número", "номер"]),
    (Word::Type, &["type", "questiontype", "typ", "fragetyp", "tipo", "тип"]),
    (Word::Difficulty, &["difficulty", "schwierigkeit", "dificultad", "difficulté"]),
    (Word::Picture, &["image", "picture", "bild", "imagen", "immagine", "imagem", "imagefile"]),
    (
        Word::Reference,
        &["source", "reference", "references", "sources", "quelle", "fuente", "fonte", "источник"],
    ),
    (Word::Scenario, &["scenario", "case", "casestudy", "passage", "szenario", "escenario"]),
    (Word::Note, &["note", "notes", "comment", "comments", "notiz", "bemerkung", "nota"]),
    (Word::Certdeck, &["certdeck"]),
    (Word::Notetype, &["notetype"]),
    (Word::Deck, &["deck", "stapel", "mazo"]),
];

/// A head: its word, and the number or letter behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) word: Option<Word>,
    /// Number from 1, or letter from 1 for A.
    pub(super) number: Option<usize>,
    /// Lower case, without blanks, signs and digits.
    pub(super) plain: String,
}

/// Lower case, without blanks and `_ - . : # ( )`.
pub(super) fn plain_head(head: &str) -> String {
    let is_filler = |c: char| c.is_whitespace() || "_-.:#()'".contains(c);
    head.chars().filter(|c| !is_filler(*c)).flat_map(char::to_lowercase).collect()
}

fn word_of(plain: &str) -> Option<Word> {
    WORDS.iter().find(|(_, words)| words.contains(&plain)).map(|(word, _)| *word)
}

/// Reads one head.
pub(super) fn head(cell: &str) -> Head {
    let squeezed = plain_head(cell);
    let digits: String = squeezed.chars().filter(char::is_ascii_digit).collect();
    let plain: String = squeezed.chars().filter(|c| !c.is_ascii_digit()).collect();
    let number = digits.parse().ok().filter(|n| *n <= 64);
    if cell.trim() == "#" {
        return Head { word: Some(Word::Number), number: None, plain };
    }
    let word = word_of(&plain);
    if let Some(word) = word {
        // "Answer 1" is an option, "answer" is none.
        let is_option = number.is_some() && matches!(word, Word::Back | Word::Options);
        let word = if is_option { Word::Option } else { word };
        return Head { word: Some(word), number, plain };
    }
    if plain.starts_with("questiontype") {
        return Head { word: Some(Word::Type), number: None, plain };
    }
    if let Some((stem, letter)) = lettered(&plain)
        && let Some(word) = word_of(stem)
        && matches!(word, Word::Option | Word::Explain | Word::Back | Word::Note | Word::Options)
    {
        let is_option = matches!(word, Word::Back | Word::Options);
        let word = if is_option { Word::Option } else { word };
        return Head { word: Some(word), number: Some(letter), plain };
    }
    Head { word: None, number, plain }
}

/// "optionb" as "option" and 2.
fn lettered(plain: &str) -> Option<(&str, usize)> {
    let letter = *plain.as_bytes().last()?;
    let stem = plain.get(..plain.len() - 1).filter(|stem| stem.len() >= 3)?;
    // No table has that many columns of options, and plurals end with "s".
    (b'a'..=b'o').contains(&letter).then(|| (stem, usize::from(letter - b'a') + 1))
}

/// Whether a row looks like heads of columns.
pub(super) fn is_head_row(cells: &[&str]) -> bool {
    let letters = letter_run(cells).map_or(0, |(_, n)| n);
    let n_known = cells.iter().filter(|cell| head(cell).word.is_some()).count() + letters;
    let is_name = |cell: &&str| {
        let cell = cell.trim();
        cell.chars().count() <= 40
            && cell
                .chars()
                .all(|c| c.is_alphanumeric() || c.is_whitespace() || "_-.:#()/".contains(c))
    };
    n_known >= 2 || (n_known >= 1 && cells.len() >= 3 && cells.iter().all(is_name))
}

/// First column and length of a run of heads A, B, C …
pub(super) fn letter_run(cells: &[&str]) -> Option<(usize, usize)> {
    let letter = |cell: &&str| match plain_head(cell).as_bytes() {
        [letter @ b'a'..=b'z'] => Some(usize::from(letter - b'a')),
        _ => None,
    };
    let start = cells.iter().position(|cell| letter(cell) == Some(0))?;
    let rest = cells.get(start..)?.iter().enumerate();
    let n = rest.take_while(|(place, cell)| letter(cell) == Some(*place)).count();
    (n >= 2).then_some((start, n))
}
