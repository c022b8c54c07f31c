//! Word lists of the lints.

use super::house::Exam;

/// Absolute words (L11).
pub(super) const ABSOLUTE: [&str; 20] = [
    "always", "never", "only", "must", "all", "every", "none", "immediately", "completely",
    "entirely", "totally", "cannot", "impossible", "guarantee", "guarantees", "nobody", "everyone",
    "everything", "nothing", "solely",
];

/// Words after which a “not” belongs to a clause, not to the question (L12).
pub(super) const CLAUSE: [&str; 16] = [
    "if", "when", "because", "although", "that", "who", "which", "so", "and", "whether", "as",
    "since", "while", "where", "after", "before",
];

/// Words of six letters and more that say nothing about the key (L15), stemmed.
pub(super) const STOP: [&str; 62] = [
    "project", "manager", "should", "before", "after", "because", "which", "product", "owner",
    "scrum", "sprint", "developer", "service", "statement", "follow", "describ", "between",
    "through", "during", "without", "within", "people", "person", "member", "organization",
    "organisation", "company", "customer", "another", "already", "whether", "though", "although",
    "against", "around", "itself", "themselv", "other", "others", "their", "there", "these",
    "those", "where", "would", "could", "management", "manage", "practice", "activity", "activit",
    "master", "sponsor", "change", "supplier", "process", "question", "answer", "following", "still",
    "later", "second",
];

/// Companies and products that items must not name (L23), in lower case.
pub(super) const COMPANIES: [&str; 62] = [
    "microsoft", "google", "amazon", "netflix", "facebook", "ibm", "salesforce", "siemens",
    "boeing", "airbus", "toyota", "volkswagen", "tesla", "uber", "airbnb", "spotify", "starbucks",
    "walmart", "ikea", "nokia", "samsung", "sony", "intel", "cisco", "vmware", "jira", "trello",
    "asana", "chatgpt", "openai", "anthropic", "github", "gitlab", "azure", "aws", "dropbox",
    "twitter", "linkedin", "paypal", "ebay", "alibaba", "huawei", "accenture", "deloitte", "kpmg",
    "mcdonald's", "coca-cola", "pepsi", "nike", "adidas", "disney", "whatsapp", "sharepoint",
    "servicenow", "zendesk", "powerpoint", "photoshop", "youtube", "smartsheet", "airtable",
    "wikipedia", "indeed.com",
];

/// Capitalised words that are no names (L23), in lower case.
pub(super) const CAPITALISED: [&str; 66] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "english", "french", "german", "spanish", "european", "europe",
    "african", "africa", "asian", "asia", "american", "america", "nordic", "baltic", "alpine",
    "scrum", "sprint", "product", "owner", "master", "developer", "developers", "goal", "backlog",
    "daily", "review", "retrospective", "planning", "increment", "definition", "done", "guide",
    "kanban", "gantt", "agile", "itil", "project", "christmas", "easter", "internet", "python",
    "java", "excel", "wi-fi", "team", "board", "plan",
];

/// Words of a wrong version of an exam's content (L22), in lower case.
pub(super) fn wrong_version(exam: Exam) -> &'static [&'static str] {
    match exam {
        Exam::Csm => &[
            "development team", "servant-leader", "servant leader", "self-organizing",
            "self-organising", "scrum ceremony", "scrum ceremonies", "backlog grooming",
        ],
        Exam::Itil5 => &[
            "service value system", "service value chain", "general management practice",
            "technical management practice", "itil 4",
        ],
        Exam::Itil4 => &[
            "itil value system", "product and service lifecycle", "version 5",
            "digital product management",
        ],
        Exam::Pmp => &["knowledge area", "pmbok guide 6", "pmbok guide 7"],
        Exam::ProjectPlus => &["pk0-004"],
        Exam::Other => &[],
    }
}
