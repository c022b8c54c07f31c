//! GIFT, Moodle XML, Aiken and plain questions.

use certdeck::domain::deck::Body;
use certdeck::port::{Format, Imported, LossKind};

use crate::import_text::{balance, open};

fn read(name: &str, text: &str, format: Format) -> Imported {
    let opened = open(name, text.as_bytes()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    balance(name, &opened.imported);
    assert_eq!(opened.imported.format, format, "{name}");
    opened.imported
}

/// An item in short: type, prompt and what is right.
fn short(body: &Body) -> String {
    match body {
        Body::Card(card) => format!("Card {} = {}", card.front, card.back.replace('\n', " / ")),
        Body::Choice(choice) => {
            let options = choice.options.iter().map(|option| {
                let sign = if option.is_key { "+" } else { "-" };
                let why =
                    if option.why.is_empty() { String::new() } else { format!("({})", option.why) };
                format!("{sign}{}{why}", option.text)
            });
            format!("Choice {} {}", choice.stem, options.collect::<Vec<_>>().join(" "))
        }
        Body::Numeric(numeric) => {
            format!(
                "Numeric {} {}±{} {}",
                numeric.stem, numeric.answer, numeric.tolerance, numeric.unit
            )
        }
        Body::Match(matching) => {
            let pairs = matching.pairs.iter().map(|pair| format!("{}>{}", pair.left, pair.right));
            format!(
                "Match {} {} +{}",
                matching.stem,
                pairs.collect::<Vec<_>>().join(" "),
                matching.extra_rights.join(" ")
            )
        }
        Body::Order(order) => format!("Order {} {}", order.stem, order.steps.join(" < ")),
        Body::Dropdown(dropdown) => format!("Dropdown {}", dropdown.text),
        Body::Cloze(cloze) => format!("Cloze {}", cloze.text),
        other => format!("{other:?}"),
    }
}

fn shorts(imported: &Imported) -> Vec<String> {
    imported.items.iter().map(|one| short(&one.item.body).trim().to_owned()).collect()
}

fn dropped(imported: &Imported) -> Vec<(String, String)> {
    let lost = imported.report.iter().filter(|loss| loss.kind == LossKind::Dropped);
    lost.map(|loss| (loss.at.clone(), loss.reason.clone())).collect()
}

#[test]
fn gift_has_every_kind_of_answer() {
    let table = [
        (
            "::Reserve:: Who controls it? {\n =The sponsor # Needs a request.\n ~The manager # Only the other.\n}",
            "Choice Who controls it? +The sponsor(Needs a request.) -The manager(Only the other.)",
        ),
        ("The sky is blue. {T#wrong#right}", "Choice The sky is blue. +True(right) -False(wrong)"),
        ("The sky is green. {FALSE}", "Choice The sky is green. -True +False"),
        ("Which two? {~%50%a ~%50%b ~%-100%c}", "Choice Which two? +a +b -c"),
        ("How many? {#5}", "Numeric How many? 5±0"),
        ("How many? {#5:0.5}", "Numeric How many? 5±0.5"),
        ("How many? {#1..5}", "Numeric How many? 3±2"),
        ("How many? {#=7:1 =%50%7:3}", "Numeric How many? 7±1"),
        ("Pair them {=a -> 1 =b -> 2 = -> 3}", "Match Pair them a>1 b>2 +3"),
        (
            "Who orders it? {=Owner =Product Owner}",
            "Card Who orders it? = Owner / or: Product Owner",
        ),
        ("Say why. {####Because.}", "Card Say why. = Because."),
        ("It takes {=two ~three} weeks.", r"Choice It takes \_\_\_\_\_ weeks. +two -three"),
        ("Put in order {>one\ntwo\nthree\n}", "Order Put in order one < two < three"),
        ("Escapes \\= \\~ \\{x\\} {=a\\=b ~c\\#d}", "Choice Escapes = ~ {x} +a=b -c#d"),
        ("[html]<p>Bold <b>x</b>?</p> {=a ~b}", "Choice Bold **x**? +a -b"),
    ];
    for (text, expect) in table {
        let imported =
            read("x.gift", &format!("$CATEGORY: $course$/top/A\n{text}\n"), Format::Gift);
        assert_eq!(shorts(&imported), [expect], "{text}: {:?}", imported.report);
        assert_eq!(imported.outline[0].title, "A");
    }
}

#[test]
fn broken_gift_records_keep_their_neighbours() {
    let text = "$CATEGORY: A\n::a:: First? {=x ~y}\n\n::b:: Unbalanced {=x ~y\n\n::c:: Third? {=x ~y}\n\nJust a text\n\nEssay {}\n\nOne option {=x ~}\n\nBlank inside {=x\n\n~y}\n";
    let imported = read("x.gift", text, Format::Gift);
    assert_eq!(
        shorts(&imported),
        ["Choice First? +x -y", "Choice Third? +x -y", "Choice Blank inside +x -y"]
    );
    let reasons: Vec<String> = dropped(&imported).into_iter().map(|(at, _)| at).collect();
    assert_eq!(reasons, ["line 4", "line 8", "line 10", "line 12"]);
}

fn quiz(inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n{inner}\n</quiz>\n")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of questions")]
fn moodle_has_every_type() {
    let text = |name: &str, text: &str| {
        format!("<{name} format=\"html\"><text><![CDATA[{text}]]></text></{name}>")
    };
    let answer = |share: &str, text: &str| {
        format!("<answer fraction=\"{share}\"><text>{text}</text></answer>")
    };
    let table = [
        (
            format!(
                "<question type=\"multichoice\">{}<single>true</single>{}{}</question>",
                text("questiontext", "<p>Who &amp; what?</p>"),
                answer("100", "a &lt;b&gt; c"),
                answer("0", "d")
            ),
            "Choice Who & what? +a **c** -d",
        ),
        (
            format!(
                "<question type=\"multichoice\">{}<single>false</single>{}{}{}</question>",
                text("questiontext", "Which?"),
                answer("50", "a"),
                answer("50", "b"),
                answer("-100", "c")
            ),
            "Choice Which? +a +b -c",
        ),
        (
            format!(
                "<question type=\"truefalse\">{}{}{}</question>",
                text("questiontext", "So?"),
                answer("0", "true"),
                answer("100", "false")
            ),
            "Choice So? -True +False",
        ),
        (
            format!(
                "<question type=\"numerical\">{}<answer fraction=\"100\"><text>4</text><tolerance>0.5</tolerance></answer><units><unit><unit_name>days</unit_name></unit></units></question>",
                text("questiontext", "How long?")
            ),
            "Numeric How long? 4±0.5 days",
        ),
        (
            format!(
                "<question type=\"shortanswer\">{}{}{}</question>",
                text("questiontext", "Who?"),
                answer("100", "Owner"),
                answer("50", "Team")
            ),
            "Card Who? = Owner",
        ),
        (
            format!(
                "<question type=\"matching\">{}<subquestion><text>a</text><answer><text>1</text></answer></subquestion><subquestion><text>b</text><answer><text>2</text></answer></subquestion><subquestion><text></text><answer><text>3</text></answer></subquestion></question>",
                text("questiontext", "Pair")
            ),
            "Match Pair a>1 b>2 +3",
        ),
        (
            format!(
                "<question type=\"ordering\">{}{}{}</question>",
                text("questiontext", "Order"),
                answer("2", "second"),
                answer("1", "first")
            ),
            "Order Order first < second",
        ),
        (
            format!(
                "<question type=\"gapselect\">{}<selectoption><text>on</text><group>1</group></selectoption><selectoption><text>off</text><group>1</group></selectoption></question>",
                text("questiontext", "Turn it [[1]].")
            ),
            "Dropdown Turn it [[*on|off]].",
        ),
        (
            format!(
                "<question type=\"cloze\">{}</question>",
                text("questiontext", "It is {1:MC:=red~blue} here.")
            ),
            "Dropdown It is [[*red|blue]] here.",
        ),
        (
            format!(
                "<question type=\"cloze\">{}</question>",
                text("questiontext", "It is {1:SA:=red} here.")
            ),
            "Cloze It is {{c1::red}} here.",
        ),
        (
            format!(
                "<question type=\"essay\">{}{}</question>",
                text("questiontext", "Why?"),
                text("graderinfo", "Because.")
            ),
            "Card Why? = Because.",
        ),
    ];
    for (question, expect) in table {
        let imported = read("x.xml", &quiz(&question), Format::MoodleXml);
        assert_eq!(shorts(&imported), [expect], "{question}: {:?}", imported.report);
    }
}

#[test]
fn moodle_drops_by_name_and_refuses_what_is_cut_or_hostile() {
    let imported = read(
        "x.xml",
        &quiz(
            "<question type=\"calculated\"><questiontext><text>x</text></questiontext></question><question type=\"description\"><questiontext><text>y</text></questiontext></question><question type=\"truefalse\"><questiontext><text>z</text></questiontext><answer fraction=\"100\"><text>true</text></answer></question>",
        ),
        Format::MoodleXml,
    );
    assert_eq!(imported.items.len(), 1);
    assert!(dropped(&imported)[0].1.contains("formula engine"));
    let whole = quiz(
        "<question type=\"truefalse\"><questiontext><text>z</text></questiontext><answer fraction=\"100\"><text>true</text></answer></question>",
    );
    let cut = &whole[..whole.len() - 30];
    assert!(open("x.xml", cut.as_bytes()).is_err());
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE quiz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><quiz><question type=\"essay\"><questiontext><text>&b;</text></questiontext></question></quiz>";
    assert!(open("x.xml", bomb.as_bytes()).is_err());
    let deep =
        quiz(&format!("<question>{}{}</question>", "<a>".repeat(10_000), "</a>".repeat(10_000)));
    assert!(open("x.xml", deep.as_bytes()).is_err());
}

#[test]
fn pictures_inside_moodle_files_come_along() {
    let png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    let question = format!(
        "<question type=\"truefalse\"><questiontext format=\"html\"><text><![CDATA[<img src=\"@@PLUGINFILE@@/dot.png\">So?]]></text><file name=\"dot.png\" encoding=\"base64\">{png}</file></questiontext><answer fraction=\"100\"><text>true</text></answer></question>"
    );
    let imported = read("x.xml", &quiz(&question), Format::MoodleXml);
    assert_eq!(imported.media.len(), 1);
    assert!(
        imported.items[0].item.prompt().contains("media/dot.png"),
        "{}",
        imported.items[0].item.prompt()
    );
}

/// A white PNG.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([255; 3]));
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

fn markers(drops: &str) -> String {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.encode(png(200, 100));
    let labels = [("1", "Gantt chart"), ("2", "Burn-down"), ("3", "Nowhere")];
    let labels = labels.iter().map(|(number, text)| {
        format!("<drag><no>{number}</no><text>{text}</text><noofdrags>1</noofdrags></drag>")
    });
    quiz(&format!(
        "<question type=\"ddmarker\"><questiontext format=\"html\"><text>Which is it?</text>\
         </questiontext><generalfeedback format=\"html\"><text>See the axes.</text></generalfeedback>\
         <file name=\"wall chart.png\" encoding=\"base64\">{bytes}</file>{}{drops}</question>",
        labels.collect::<String>()
    ))
}

fn drop_at(choice: u8, shape: &str, coords: &str) -> String {
    format!(
        "<drop><no>{choice}</no><shape>{shape}</shape><coords>{coords}</coords>\
         <choice>{choice}</choice></drop>"
    )
}

#[test]
fn markers_become_one_question_each() {
    let drops = [
        drop_at(1, "circle", "100,50;20"),
        drop_at(2, "rectangle", "0,0;50,25"),
        drop_at(2, "polygon", "150,60;190,60;170,140"),
    ];
    let imported = read("x.xml", &markers(&drops.concat()), Format::MoodleXml);
    assert_eq!(imported.items.len(), 2);
    assert_eq!(imported.media.len(), 1);
    for (one, (label, keys)) in imported
        .items
        .iter()
        .zip([("Gantt chart", [true, false, false]), ("Burn-down", [false, true, true])])
    {
        let Body::Hotspot(hotspot) = &one.item.body else { panic!("{:?}", one.item) };
        assert_eq!(hotspot.stem, format!("Which is it?\n\nPoint at: {label}"));
        assert_eq!(hotspot.image.as_deref(), Some(imported.media[0].name.as_str()));
        assert_eq!(hotspot.explain, "See the axes.");
        let found: Vec<bool> = hotspot.regions.iter().map(|region| region.is_key).collect();
        assert_eq!(found, keys);
        let rects: Vec<[f32; 4]> = hotspot.regions.iter().map(|region| region.rect).collect();
        let expected = [[0.4, 0.3, 0.2, 0.4], [0.0, 0.0, 0.25, 0.25], [0.75, 0.6, 0.2, 0.4]];
        for (rect, expected) in rects.iter().flatten().zip(expected.iter().flatten()) {
            assert!((rect - expected).abs() < 1e-5, "{rects:?}");
        }
        // The names by which one points must not tell the answer.
        assert!(hotspot.regions.iter().all(|region| !region.name.contains(label)));
        assert_eq!(hotspot.regions[0].why, "Gantt chart");
    }
    let notes = imported.report.iter().map(|loss| loss.reason.as_str()).collect::<Vec<_>>();
    assert!(notes.iter().any(|note| note.contains("belong nowhere")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("rectangles around them")), "{notes:?}");
}

#[test]
fn markers_without_places_or_picture_are_dropped_by_name() {
    let two = [drop_at(1, "circle", "100,50;20"), drop_at(2, "circle", "20,20;9")].concat();
    let whole = markers(&two);
    let without = whole.replace("wall chart.png", "");
    let start = whole.find("base64\">").unwrap() + 8;
    let end = whole[start..].find('<').unwrap() + start;
    let damaged = format!("{}AAAA{}", &whole[..start], &whole[end..]);
    for (text, words) in [
        (markers(&drop_at(1, "circle", "100,50;20")), "fewer than two places"),
        (markers(""), "fewer than two places"),
        (without, "picture is missing"),
        (damaged, "picture is missing or cannot be read"),
        (markers(&two.replace("<choice>", "<choice>9")), "no marker belongs to a place"),
    ] {
        let imported = read("x.xml", &text, Format::MoodleXml);
        assert_eq!(imported.items, [], "{words}");
        assert!(dropped(&imported)[0].1.contains(words), "{:?}", imported.report);
    }
    // A place that cannot be understood is told; the others are asked.
    let odd = ["circle;5", "circle", "hexagon"].iter().map(|shape| drop_at(2, shape, "1,2;x"));
    let outside = drop_at(1, "rectangle", "500,500;20,20");
    let text = markers(&format!("{two}{}{outside}", odd.collect::<String>()));
    let imported = read("x.xml", &text, Format::MoodleXml);
    assert_eq!(imported.items.len(), 2);
    let n = imported.report.iter().filter(|loss| loss.kind == LossKind::Partial).count();
    assert_eq!(n, 4, "{:?}", imported.report);
}

#[test]
fn aiken_and_its_slips() {
    let text = "Who orders it?\nA. Owner\nB. Team\nANSWER: A\nWho sizes it?\nA) Owner\nB) Team\nC) Nobody\nANSWER: B, C\nEXPLANATION: They do the work.\nOnly one?\nA. x\nANSWER: A\nNo such?\nA. x\nB. y\nANSWER: D\nNo answer?\nA. x\nB. y\n";
    let imported = read("x.txt", text, Format::Aiken);
    assert_eq!(
        shorts(&imported),
        ["Choice Who orders it? +Owner -Team", "Choice Who sizes it? -Owner +Team +Nobody"]
    );
    let lines: Vec<String> = dropped(&imported).into_iter().map(|(at, _)| at).collect();
    assert_eq!(lines, ["line 11", "line 14", "line 18"]);
}

#[test]
fn plain_questions_in_the_shapes_people_paste() {
    let table = [
        (
            "1. Who orders it?\nA. Owner\nB. Team\nAnswer: A\n2. Who sizes it?\nA. Owner\nB. Team\nAnswer: B\n",
            "Choice Who orders it? +Owner -Team",
        ),
        ("Q1: Who?\na) Owner\nb) Team\nAns: a\n", "Choice Who? +Owner -Team"),
        (
            "Question 12\nWho orders it?\n(A) Owner\n(B) Team\nCorrect answer(s): A\nExplanation: By the Guide.\n",
            "Choice Who orders it? +Owner -Team",
        ),
        ("1. Who?\n*A. Owner\nB. Team\n", "Choice Who? +Owner -Team"),
        ("1. Who?\nA. Owner (correct)\nB. Team\n", "Choice Who? +Owner -Team"),
        (
            "1. Who?\nA. Owner\nB. Team\n\n2. What?\nA. x\nB. y\n\nAnswer key\n1. A 2. B\n",
            "Choice Who? +Owner -Team",
        ),
        ("1. Who?\n1) Owner\n2) Team\nAnswer: 2\n", "Choice Who? -Owner +Team"),
        ("1. Who?\nA. Owner\nB. Team\nAnswer: B. Team\n", "Choice Who? -Owner +Team"),
        (
            "1. Which are true?\nI. a\nII. b\nA. I only\nB. I and II\nAnswer: B\n",
            "Choice Which are true?\nI. a\nII. b -I only +I and II",
        ),
    ];
    for (text, expect) in table {
        let imported = read("x.txt", text, Format::Plain);
        assert_eq!(shorts(&imported)[0], expect, "{text}: {:?}", imported.report);
    }
}
