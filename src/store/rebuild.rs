//! Computing the derived tables from the log alone.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::event::EventBody;
use crate::domain::ids::EventId;

use super::derived::{DayCount, Derived, Models};
use super::rows::{self, EVENT_COLUMNS};
use super::{Store, StoreError, meta};

impl Store {
    /// Replaces the derived tables by what the log amounts to, in one transaction.
    pub fn rebuild(&mut self, models: &dyn Models) -> Result<(), StoreError> {
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        Derived::from_log(&transaction, models)?.write(&transaction)?;
        meta::remove(&transaction, meta::STALE)?;
        Ok(transaction.commit()?)
    }
}

impl Derived {
    /// Computes everything from the log, without reading the derived tables.
    pub(super) fn from_log(
        connection: &Connection,
        models: &dyn Models,
    ) -> Result<Self, StoreError> {
        let mut derived = Self::default();
        derived.retract(connection)?;
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM log l WHERE l.kind <> 'retract' \
             ORDER BY l.sequence, l.device"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let event = rows::event(row)?;
            if !derived.retracted.contains(&event.id) {
                // Values keep the very text that the log has: numbers must not be rounded twice.
                derived.add(event.body, row.get_ref(8)?.as_str().unwrap_or_default(), models)?;
            }
        }
        Ok(derived)
    }

    /// Finds the events that do not count. Retractions come after what they retract, so from the
    /// newest to the oldest each is known to count or not when its turn comes.
    fn retract(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(
            "SELECT sequence, device, target_sequence, target_device FROM log \
             WHERE kind = 'retract' ORDER BY sequence DESC, device DESC",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = EventId { sequence: row.get(0)?, device: row.get(1)? };
            if !self.retracted.contains(&id) {
                self.retracted.insert(EventId { sequence: row.get(2)?, device: row.get(3)? });
            }
        }
        Ok(())
    }

    fn add(&mut self, body: EventBody, text: &str, models: &dyn Models) -> Result<(), StoreError> {
        match body {
            EventBody::Answer(answer) if answer.mode.moves_memory() => {
                let before = self.memories.get(&answer.key);
                let count = DayCount::of(before, &answer);
                let after = models.model(&answer.key.deck).fold(before, &answer);
                let day = (answer.key.deck.to_string(), answer.day);
                self.daily.entry(day).or_default().add(&count, 1);
                self.memories.insert(answer.key, after);
            }
            EventBody::Set { name, value } => {
                let name = rows::to_json(&name)?;
                if value.is_null() {
                    self.settings.remove(&name);
                } else {
                    self.settings.insert(name, text.to_owned());
                }
            }
            EventBody::Seed(seed) => {
                let memory = models.model(&seed.key.deck).planted(&seed);
                self.memories.insert(seed.key, memory);
            }
            EventBody::Answer(_)
            | EventBody::Retract { .. }
            | EventBody::Attempt { .. }
            | EventBody::Outlook { .. } => {}
        }
        Ok(())
    }
}
