//! Filling a form from the bank: quotas exact, cases whole, nothing twice, unseen first.

use rand::Rng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::bank::{BankItem, MADE};
use super::deal::deal;
use super::shape::{Shape, largest_remainder};
use crate::domain::deck::SectionKind;
use crate::domain::seed::Seed;

/// A filled form. Items are numbers of the library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Items of each section, in the order of asking.
    pub sections: Vec<Vec<u32>>,
    /// Items that do not count, ascending.
    pub unscored: Vec<u32>,
    /// What the bank could not give.
    pub shortfalls: Vec<Shortfall>,
}

impl Form {
    /// Questions of the whole form.
    pub fn n_questions(&self) -> usize {
        self.sections.iter().map(Vec::len).sum()
    }
}

/// Something the bank could not give, and what was done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortfall {
    /// A domain has too few questions in the form; others stand in where there are any.
    Domain {
        /// Index of the quota.
        domain: usize,
        /// Questions that the outline asks for.
        wanted: u32,
        /// Questions of it in the form, those of cases included.
        found: u32,
    },
    /// No set of whole cases fills a section; single questions stand in for the rest.
    Cases {
        /// Index of the section.
        section: usize,
        /// Case questions wanted.
        wanted: u32,
        /// Case questions found.
        found: u32,
    },
    /// The whole bank is too small; the form is shorter.
    Total {
        /// Questions wanted.
        wanted: u32,
        /// Questions found.
        found: u32,
    },
}

/// A question with its place in the order of preference.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    item: BankItem,
    rank: (bool, i32, u32, u64),
}

/// Cases kept whole: their questions in order.
type Case = Vec<Candidate>;

struct Assembly<'a> {
    shape: &'a Shape,
    /// Questions still wanted of each domain.
    left: Vec<u32>,
    /// Questions of each domain in the form.
    counts: Vec<u32>,
    singles: Vec<Candidate>,
    /// Questions that are made with new numbers; the form takes its share of them first.
    made: Vec<Candidate>,
    cases: Vec<Case>,
    form: Form,
}

/// Fills `shape` from `bank`. The same seed and bank give the same form.
pub fn assemble(shape: &Shape, bank: &[BankItem], seed: Seed) -> Form {
    let mut rng = seed.derive("form", &[]);
    let mut assembly = Assembly::new(shape, bank, &mut rng);
    let groups = assembly.pick_cases();
    assembly.pick_singles(groups, &mut rng);
    assembly.finish(&mut rng)
}

impl<'a> Assembly<'a> {
    fn new(shape: &'a Shape, bank: &[BankItem], rng: &mut ChaCha8Rng) -> Self {
        let candidate = |item: &BankItem, chance: u64| Candidate {
            item: *item,
            rank: (item.n_seen > 0, item.last_seen, item.n_seen, chance),
        };
        let (mut singles, mut cases): (Vec<Candidate>, Vec<Case>) = (Vec::new(), Vec::new());
        let mut made = Vec::new();
        for item in bank {
            let chance = rng.random();
            let candidate = candidate(item, chance);
            let same = |case: &&mut Case| case.first().is_some_and(|c| c.item.case == item.case);
            match item.case {
                None if item.kind == MADE => made.push(candidate),
                None => singles.push(candidate),
                Some(_) => match cases.last_mut().filter(same) {
                    Some(case) => case.push(candidate),
                    None => cases.push(vec![candidate]),
                },
            }
        }
        singles.sort_by_key(|candidate| candidate.rank);
        made.sort_by_key(|candidate| candidate.rank);
        cases.sort_by_key(|case| case.iter().map(|candidate| candidate.rank).max());
        let left = shape.quotas.iter().map(|(_, n)| *n).collect();
        let counts = vec![0; shape.quotas.len()];
        Self { shape, left, counts, singles, made, cases, form: Form::default() }
    }

    /// Cases for each section, taken out of the bank and off the quotas.
    fn pick_cases(&mut self) -> Vec<Vec<Case>> {
        let n_cases: usize = self.cases.iter().map(Vec::len).sum();
        let case_share = n_cases as f64 / (n_cases + self.singles.len()).max(1) as f64;
        let shape = self.shape;
        let mut groups = Vec::new();
        for (number, section) in shape.sections.iter().enumerate() {
            groups.push(match section.kind {
                SectionKind::Cases => self.cases_of_section(number, section.n_questions),
                SectionKind::Independent => Vec::new(),
                SectionKind::Any => {
                    let most = (f64::from(section.n_questions) * case_share).floor() as u32;
                    self.cases_with_room(most, |_, _| true)
                }
            });
        }
        self.add_missing_cases(&mut groups);
        groups
    }

    /// Cases for a section that holds nothing else; says when they do not fill it.
    fn cases_of_section(&mut self, section: usize, wanted: u32) -> Vec<Case> {
        let picked = self.fitting_cases(wanted, wanted);
        let found = n_questions(&picked);
        if found < wanted {
            self.form.shortfalls.push(Shortfall::Cases { section, wanted, found });
        }
        picked
    }

    /// More cases for sections that may hold them, where the single questions do not suffice: of a
    /// domain, or in all.
    fn add_missing_cases(&mut self, groups: &mut [Vec<Case>]) {
        let shape = self.shape;
        let open = |group: &Vec<Case>, size: u32| size.saturating_sub(n_questions(group));
        let mut n_singles = vec![0; self.left.len()];
        for candidate in &self.singles {
            if let Some(n) = n_singles.get_mut(candidate.item.domain) {
                *n += 1;
            }
        }
        let is_lacking = |assembly: &Self, case: &Case| {
            let mut domains = case.iter().map(|candidate| candidate.item.domain);
            domains.any(|domain| assembly.left.get(domain) > n_singles.get(domain))
        };
        for (section, group) in shape.sections.iter().zip(groups.iter_mut()) {
            if section.kind == SectionKind::Any {
                let most = open(group, section.n_questions);
                group.extend(self.cases_with_room(most, is_lacking));
            }
        }
        for number in 0..groups.len() {
            let all = shape.sections.iter().zip(groups.iter());
            let wanted: u32 = all.map(|(section, group)| open(group, section.n_questions)).sum();
            let missing = wanted.saturating_sub(self.singles.len() as u32);
            let (section, group) = (shape.sections.get(number), groups.get_mut(number));
            let Some((section, group)) = section.zip(group) else { continue };
            if section.kind == SectionKind::Any && missing > 0 {
                let most = open(group, section.n_questions);
                group.extend(self.fitting_cases(missing.min(most), most));
            }
        }
    }

    /// The preferred cases of at most `most` questions in all that break no quota and pass `test`.
    fn cases_with_room(&mut self, most: u32, test: impl Fn(&Self, &Case) -> bool) -> Vec<Case> {
        let mut rest = most as usize;
        let mut picked = Vec::new();
        for case in std::mem::take(&mut self.cases) {
            if case.len() <= rest && self.has_room(&case) && test(self, &case) {
                rest -= case.len();
                self.count(&case);
                picked.push(case);
            } else {
                self.cases.push(case);
            }
        }
        picked
    }

    /// The preferred cases whose sizes add up to the smallest sum from `least` to `most`, or to as
    /// much below it as can be. They break a quota only where no others make that sum.
    fn fitting_cases(&mut self, least: u32, most: u32) -> Vec<Case> {
        let (least, most) = (least as usize, most as usize);
        let sizes: Vec<usize> = self.cases.iter().map(Vec::len).collect();
        let reach = reachable(&sizes, most);
        let is_reached = |from: usize, sum: usize| {
            reach.get(from).and_then(|sums| sums.get(sum)).copied().unwrap_or(false)
        };
        let mut sums = (least..=most).chain((0..least).rev());
        let mut rest = sums.find(|sum| is_reached(0, *sum)).unwrap_or(0);
        let mut picked = Vec::new();
        for (number, case) in std::mem::take(&mut self.cases).into_iter().enumerate() {
            let size = case.len();
            let is_possible = size <= rest && size > 0 && is_reached(number + 1, rest - size);
            let can_wait = is_reached(number + 1, rest);
            if is_possible && (self.has_room(&case) || !can_wait) {
                rest -= size;
                self.count(&case);
                picked.push(case);
            } else {
                self.cases.push(case);
            }
        }
        picked
    }

    /// Takes the questions of a case off the quotas.
    fn count(&mut self, case: &Case) {
        for candidate in case {
            if let Some(left) = self.left.get_mut(candidate.item.domain) {
                *left = left.saturating_sub(1);
            }
            if let Some(count) = self.counts.get_mut(candidate.item.domain) {
                *count += 1;
            }
        }
    }

    /// Whether every domain still wants what the case brings.
    fn has_room(&self, case: &Case) -> bool {
        self.left.iter().enumerate().all(|(domain, left)| {
            case.iter().filter(|candidate| candidate.item.domain == domain).count()
                <= *left as usize
        })
    }

    /// Single questions for what the cases left open, spread evenly over the sections.
    fn pick_singles(&mut self, groups: Vec<Vec<Case>>, rng: &mut ChaCha8Rng) {
        let open: Vec<u32> = self
            .shape
            .sections
            .iter()
            .zip(&groups)
            .map(|(section, cases)| section.n_questions.saturating_sub(n_questions(cases)))
            .collect();
        let mut piles = self.take_quotas(open.iter().sum());
        for pile in &mut piles {
            pile.shuffle(rng);
        }
        let mut dealt = deal(piles, &open);
        for (cases, singles) in groups.into_iter().zip(&mut dealt) {
            let mut blocks: Vec<Vec<u32>> = cases
                .iter()
                .map(|case| case.iter().map(|candidate| candidate.item.item).collect())
                .collect();
            blocks.extend(singles.drain(..).map(|item| vec![item]));
            blocks.shuffle(rng);
            self.form.sections.push(blocks.concat());
        }
    }

    /// Takes `n` single questions by the quotas that are left, each domain in the bank's mix of
    /// types, and makes up for what a domain lacks with the preferred of the others.
    fn take_quotas(&mut self, n: u32) -> Vec<Vec<u32>> {
        let quotas = exact_total(&self.left, n);
        let mut taken: Vec<Vec<u32>> = Vec::new();
        let made = self.take_made(&quotas);
        for ((domain, wanted), made) in quotas.iter().enumerate().zip(made) {
            let others = self.take_of_domain(domain, wanted.saturating_sub(made.len() as u32));
            taken.push([made, others].concat());
        }
        let n_taken: usize = taken.iter().map(Vec::len).sum();
        let missing = (n as usize).saturating_sub(n_taken).min(self.singles.len());
        for candidate in self.singles.drain(..missing) {
            if let Some(pile) = taken.get_mut(candidate.item.domain) {
                pile.push(candidate.item.item);
            }
        }
        for (count, pile) in self.counts.iter_mut().zip(&taken) {
            *count += pile.len() as u32;
        }
        taken
    }

    /// The share of made questions, over the domains as the bank has them.
    fn take_made(&mut self, quotas: &[u32]) -> Vec<Vec<u32>> {
        let mut counts = vec![0.0_f64; quotas.len()];
        for candidate in &self.made {
            if let Some(count) = counts.get_mut(candidate.item.domain) {
                *count += 1.0;
            }
        }
        let n = self.shape.n_made.min(self.made.len() as u32);
        let mut left: Vec<u32> = largest_remainder(&counts, n)
            .into_iter()
            .zip(quotas)
            .map(|(share, quota)| share.min(*quota))
            .collect();
        let mut taken = vec![Vec::new(); quotas.len()];
        for candidate in &self.made {
            let slot =
                left.get_mut(candidate.item.domain).zip(taken.get_mut(candidate.item.domain));
            if let Some((left, taken)) = slot.filter(|(left, _)| **left > 0) {
                *left -= 1;
                taken.push(candidate.item.item);
            }
        }
        taken
    }

    /// The bank's mix of types, among questions that were seen as seldom as will do: a rare type is
    /// no reason to ask a question again while others are unseen.
    fn take_of_domain(&mut self, domain: usize, wanted: u32) -> Vec<u32> {
        let mut seen: Vec<u32> = self.of_domain(domain).map(|one| one.item.n_seen).collect();
        seen.sort_unstable();
        let most_seen = seen.get((wanted as usize).saturating_sub(1)).copied().unwrap_or(u32::MAX);
        let mut counts = [0.0_f64; 7];
        for candidate in self.of_domain(domain).filter(|one| one.item.n_seen <= most_seen) {
            if let Some(count) = counts.get_mut(usize::from(candidate.item.kind)) {
                *count += 1.0;
            }
        }
        let n_found: f64 = counts.iter().sum();
        let mut quotas = largest_remainder(&counts, wanted.min(n_found as u32));
        let mut items = Vec::new();
        self.singles.retain(|candidate| {
            let is_fit = candidate.item.domain == domain && candidate.item.n_seen <= most_seen;
            let quota = quotas.get_mut(usize::from(candidate.item.kind));
            match quota.filter(|quota| **quota > 0 && is_fit) {
                Some(quota) => {
                    *quota -= 1;
                    items.push(candidate.item.item);
                    false
                }
                None => true,
            }
        });
        items
    }

    fn of_domain(&self, domain: usize) -> impl Iterator<Item = &Candidate> {
        self.singles.iter().filter(move |one| one.item.domain == domain)
    }

    fn finish(mut self, rng: &mut ChaCha8Rng) -> Form {
        let quotas = self.shape.quotas.iter().map(|(_, quota)| *quota);
        for (domain, (wanted, found)) in quotas.zip(self.counts).enumerate() {
            if found < wanted {
                self.form.shortfalls.push(Shortfall::Domain { domain, wanted, found });
            }
        }
        let (wanted, found) = (self.shape.n_questions(), self.form.n_questions() as u32);
        if found < wanted {
            self.form.shortfalls.push(Shortfall::Total { wanted, found });
        }
        let n_unscored = (u64::from(self.shape.n_unscored) * u64::from(found)
            / u64::from(wanted.max(1))) as usize;
        let mut all = self.form.sections.concat();
        all.shuffle(rng);
        all.truncate(n_unscored);
        all.sort_unstable();
        self.form.unscored = all;
        self.form
    }
}

/// Questions of all these cases.
fn n_questions(cases: &[Case]) -> u32 {
    cases.iter().map(|case| case.len() as u32).sum()
}

/// For each case on: which sums the cases from there to the end can make.
fn reachable(sizes: &[usize], most: usize) -> Vec<Vec<bool>> {
    let mut reach = vec![vec![false; most + 1]; sizes.len() + 1];
    if let Some(none) = reach.last_mut().and_then(|sums| sums.first_mut()) {
        *none = true;
    }
    for (at, size) in sizes.iter().enumerate().rev() {
        let next = reach.get(at + 1).cloned().unwrap_or_default();
        let with = |sum: usize| {
            sum.checked_sub(*size).is_some_and(|rest| next.get(rest).copied().unwrap_or(false))
        };
        let sums =
            (0..=most).map(|sum| next.get(sum).copied().unwrap_or(false) || with(sum)).collect();
        if let Some(slot) = reach.get_mut(at) {
            *slot = sums;
        }
    }
    reach
}

/// Quotas brought to `total`: they differ from it when cases took more of a domain than its share.
fn exact_total(quotas: &[u32], total: u32) -> Vec<u32> {
    if quotas.iter().sum::<u32>() == total {
        return quotas.to_vec();
    }
    let weights: Vec<f64> = quotas.iter().copied().map(f64::from).collect();
    largest_remainder(&weights, total)
}
