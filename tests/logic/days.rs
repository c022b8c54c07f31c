//! Days as people write them.

use certdeck::domain::time::read_date;
use chrono::NaiveDate;

#[test]
fn a_day_is_read_in_many_forms() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    for (text, expected) in [
        ("2027-03-10", day(2027, 3, 10)),
        ("10.3.2027", day(2027, 3, 10)),
        ("10. March 2027", day(2027, 3, 10)),
        ("  10   march 2027 ", day(2027, 3, 10)),
        ("10 Mar 2027", day(2027, 3, 10)),
        ("March 10, 2027", day(2027, 3, 10)),
        ("Mar 10 2027", day(2027, 3, 10)),
        ("10 March", day(2027, 3, 10)),
        ("24 November", day(2026, 11, 24)),
        ("23 November", day(2026, 11, 23)),
        ("22 November", day(2027, 11, 22)),
        ("Dec 1", day(2026, 12, 1)),
        ("29 February", day(2028, 2, 29)),
        ("2026-11-22", None),
        ("31 April", None),
        ("3/4/2027", None),
        ("10", None),
        ("soon", None),
        ("", None),
        ("10 March 99999999999", None),
    ] {
        assert_eq!(read_date(text, today), expected, "{text}");
    }
}
