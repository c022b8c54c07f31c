//! Figures of an item as files, for slides and other programs.

use std::path::Path;

use crate::app::notice::Severity;
use crate::app::state::State;
use crate::app::view::preview::markdown_of;
use crate::domain::figure::{Figure, Part, parts};
use crate::port::figure::{png, svg};

impl State {
    /// Writes every figure of the selected item to the data folder, as SVG and as PNG.
    pub(super) fn save_figures(&mut self) {
        let Some(item) = self.selected.and_then(|place| self.library.item(place)) else { return };
        let id: String =
            item.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let text = markdown_of(item);
        let figures = parts(&text).into_iter().filter_map(|part| match part {
            Part::Figure(_, Ok(figure)) => Some(figure),
            _ => None,
        });
        let figures: Vec<Figure> = figures.collect();
        let folder = self.services.data_dir.join("figures");
        match write(&folder, &id, &figures) {
            Ok(()) => {
                let shown = folder.join(format!("{id}-1.svg")).display().to_string();
                self.tell(Severity::Info, "Figure saved as SVG and PNG", &shown);
            }
            Err(error) => self.tell(Severity::Error, "The figure was not saved", &error),
        }
    }
}

fn write(folder: &Path, id: &str, figures: &[Figure]) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (place, figure) in figures.iter().enumerate() {
        let path = folder.join(format!("{id}-{}", place + 1));
        let picture = png(figure).map_err(|error| error.to_string())?;
        let files = [("svg", svg(figure).into_bytes()), ("png", picture)];
        for (ending, bytes) in files {
            let path = path.with_extension(ending);
            std::fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
