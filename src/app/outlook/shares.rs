//! The minutes of a day shared out among exams.

use super::certificate::Reading;

/// All minutes, in parts.
const PARTS: u8 = 4;

/// Gives each certificate with an exam day its quarters of the minutes: as fixed by the learner, as
/// chosen earlier today, else those with the largest sum of expected scores.
pub(super) fn deal(readings: &mut [Reading<'_>]) {
    let dated: Vec<usize> =
        (0..readings.len()).filter(|at| readings.get(*at).is_some_and(Reading::has_exam)).collect();
    if let [only] = dated.as_slice() {
        if let Some(reading) = readings.get_mut(*only) {
            reading.quarters = PARTS;
        }
        return;
    }
    let chosen: Option<Vec<u8>> =
        dated.iter().map(|at| readings.get(*at).and_then(Reading::quarters_today)).collect();
    let kept = chosen.filter(|parts| parts.iter().sum::<u8>() <= PARTS);
    let parts = kept.unwrap_or_else(|| best(readings, &dated));
    for (at, quarters) in dated.into_iter().zip(parts) {
        if let Some(reading) = readings.get_mut(at) {
            reading.quarters = quarters;
        }
    }
}

/// The split with the largest sum of expected scores; fixed parts stay as they are.
fn best(readings: &[Reading<'_>], dated: &[usize]) -> Vec<u8> {
    let tables: Vec<Vec<Option<f64>>> = dated
        .iter()
        .filter_map(|at| readings.get(*at))
        .map(|reading| {
            let fixed = reading.fixed_quarters();
            (0..=PARTS)
                .map(|parts| {
                    let is_open = fixed.is_none_or(|fixed| fixed == parts);
                    is_open.then(|| reading.score_with(parts))
                })
                .collect()
        })
        .collect();
    let mut found: (f64, Vec<u8>) = (f64::MIN, Vec::new());
    search(&tables, PARTS, 0.0, &mut Vec::new(), &mut found);
    if found.1.len() == dated.len() {
        return found.1;
    }
    // What was fixed asks for more than there is: equal parts, what is left to the first.
    let n = dated.len().max(1) as u8;
    (0..n).map(|at| PARTS / n + u8::from(at < PARTS % n)).collect()
}

fn search(
    tables: &[Vec<Option<f64>>],
    left: u8,
    sum: f64,
    chosen: &mut Vec<u8>,
    found: &mut (f64, Vec<u8>),
) {
    let Some(table) = tables.get(chosen.len()) else {
        if sum > found.0 + 1e-9 {
            *found = (sum, chosen.clone());
        }
        return;
    };
    for (parts, score) in (0..=left).zip(table) {
        if let Some(score) = score {
            chosen.push(parts);
            search(tables, left - parts, sum + score, chosen, found);
            chosen.pop();
        }
    }
}
