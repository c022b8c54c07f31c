//! Planning towards an exam date: what an answer today is worth on that day, campaigns simulated to
//! the end, and how ready a learner is for questions never seen (learning model, sections 7 to 9).

pub mod campaign;
pub mod facts;
pub mod forgetting;
pub mod fresh;
pub mod ledger;
pub mod outlook;
pub mod policy;
pub mod record;
pub mod replay;
pub mod whatif;
