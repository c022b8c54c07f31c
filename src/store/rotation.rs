//! Which backups are kept: a pure rule over their moments and kinds.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _};

use super::backup::BackupKind;
use crate::domain::time::Moment;

/// Session backups kept whatever their age.
const N_SESSIONS: usize = 10;
/// Weeks of which the last session backup is kept.
const N_WEEKS: usize = 8;
/// Months of which the last session backup is kept.
const N_MONTHS: usize = 12;
/// Backups kept of those made before a migration, and of those made before a restore.
const N_BEFORE: usize = 10;

/// Gives the positions of the backups that are no longer needed.
///
/// Kept are the last 10 sessions, the last session of each of the 8 latest weeks and 12 latest
/// months that have one (UTC), the last 10 made before a migration and before a restore, and every
/// backup made by hand. Weeks without a backup do not count: a long pause loses nothing.
pub fn outdated(backups: &[(Moment, BackupKind)]) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..backups.len()).collect();
    newest_first
        .sort_by_key(|&index| std::cmp::Reverse(backups.get(index).map_or(0, |(at, _)| at.utc_ms)));
    let (mut n_sessions, mut n_migrations, mut n_restores) = (0, 0, 0);
    let (mut weeks, mut months) = (BTreeSet::new(), BTreeSet::new());
    let mut outdated = Vec::new();
    for index in newest_first {
        let Some((at, kind)) = backups.get(index) else { continue };
        let is_kept = match kind {
            BackupKind::Manual => true,
            BackupKind::BeforeMigration => count(&mut n_migrations) <= N_BEFORE,
            BackupKind::BeforeRestore => count(&mut n_restores) <= N_BEFORE,
            BackupKind::Session => {
                let date = DateTime::from_timestamp_millis(at.utc_ms).unwrap_or_default();
                let week = date.iso_week();
                let is_recent = count(&mut n_sessions) <= N_SESSIONS;
                let is_weekly = is_first_of(&mut weeks, (week.year(), week.week()), N_WEEKS);
                let is_monthly = is_first_of(&mut months, (date.year(), date.month()), N_MONTHS);
                is_recent || is_weekly || is_monthly
            }
        };
        if !is_kept {
            outdated.push(index);
        }
    }
    outdated.sort_unstable();
    outdated
}

fn count(n: &mut usize) -> usize {
    *n += 1;
    *n
}

/// Whether `period` was not seen before and is one of the `limit` newest.
fn is_first_of(seen: &mut BTreeSet<(i32, u32)>, period: (i32, u32), limit: usize) -> bool {
    seen.insert(period) && seen.len() <= limit
}
