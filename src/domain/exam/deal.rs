//! Dealing questions of several domains out to several sections, as evenly as whole numbers allow.

use super::shape::largest_remainder;

/// Deals piles of one domain each out to sections of at most these sizes: a section gets of each
/// pile its even share, rounded up or down. Piles that do not fill the sections leave all of them
/// short in proportion.
pub(super) fn deal(piles: Vec<Vec<u32>>, sizes: &[u32]) -> Vec<Vec<u32>> {
    let counts: Vec<u32> = piles.iter().map(|pile| pile.len() as u32).collect();
    let weights: Vec<f64> = sizes.iter().copied().map(f64::from).collect();
    let sizes = largest_remainder(&weights, counts.iter().sum::<u32>().min(sizes.iter().sum()));
    let mut sections: Vec<Vec<u32>> = vec![Vec::new(); sizes.len()];
    for (pile, shares) in piles.into_iter().zip(shares(&sizes, &counts)) {
        let mut pile = pile.into_iter();
        for (section, share) in sections.iter_mut().zip(shares) {
            section.extend(pile.by_ref().take(share as usize));
        }
    }
    sections
}

/// How many of each pile go to each section. Both add up; each share is less than one away from the
/// exact one, or exactly one where another rounding does not add up.
///
/// What rounding down leaves over is given out pile by pile, each time to the sections that lack
/// most: for tables of 0 and 1 with given sums this always comes out (Gale and Ryser 1957).
fn shares(sizes: &[u32], counts: &[u32]) -> Vec<Vec<u32>> {
    let total = u64::from(sizes.iter().sum::<u32>().max(1));
    let whole = |size: u32, count: u32| (u64::from(size) * u64::from(count) / total) as u32;
    let mut shares: Vec<Vec<u32>> = counts
        .iter()
        .map(|count| sizes.iter().map(|size| whole(*size, *count)).collect())
        .collect();
    let given = |section: usize, shares: &[Vec<u32>]| -> u32 {
        shares.iter().filter_map(|pile| pile.get(section)).sum()
    };
    let mut lacks: Vec<u32> = sizes
        .iter()
        .enumerate()
        .map(|(section, size)| size.saturating_sub(given(section, &shares)))
        .collect();
    for (pile, count) in shares.iter_mut().zip(counts) {
        let left = count.saturating_sub(pile.iter().sum());
        let mut order: Vec<usize> = (0..sizes.len()).collect();
        order.sort_by_key(|section| std::cmp::Reverse(lacks.get(*section).copied()));
        for section in order.into_iter().take(left as usize) {
            if let (Some(share), Some(lack)) = (pile.get_mut(section), lacks.get_mut(section)) {
                *share += 1;
                *lack = lack.saturating_sub(1);
            }
        }
    }
    shares
}
