//! The program: arguments, logging, paths, window.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use certdeck::app::services::{Services, SystemClock, default_data_dir};
use certdeck::cli;
use certdeck::domain::seed::Seed;
use certdeck::ui::CertdeckApp;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    log_to_stderr();
    let args = cli::parse();
    let Some(data_dir) = args.data_dir.clone().or_else(default_data_dir) else {
        return cli::fail("There is no home folder to keep data in. Name one with --data-dir.");
    };
    let services = Services {
        clock: Arc::new(SystemClock::start()),
        seed: Seed(1),
        data_dir,
        deck_dir: None,
        are_jobs_inline: false,
    };
    if let Some(command) = args.command {
        return cli::run(command, &services);
    }
    match args.file.as_deref().map(cli::to_open).transpose() {
        Ok(file) => window(services, file),
        Err(problem) => cli::fail(&problem),
    }
}

/// Logs warnings, or what `CERTDECK_LOG` asks for ("info", "certdeck=debug,warn").
fn log_to_stderr() {
    let wish = std::env::var("CERTDECK_LOG").ok().and_then(|wish| wish.parse().ok());
    let targets = wish.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(layer.with_filter(targets)).init();
}

fn window(services: Services, file: Option<PathBuf>) -> ExitCode {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Certdeck")
            .with_app_id("certdeck")
            .with_inner_size([1100.0, 760.0])
            .with_min_inner_size([760.0, 520.0])
            .with_icon(certdeck::ui::theme::icon()),
        ..Default::default()
    };
    let start = |cc: &eframe::CreationContext<'_>| {
        let app = CertdeckApp::open(&cc.egui_ctx, services).with_file(file);
        let app: Box<dyn eframe::App> = Box::new(app);
        Ok(app)
    };
    match eframe::run_native("Certdeck", options, Box::new(start)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::fail(&format!("No window could be opened: {error}")),
    }
}
