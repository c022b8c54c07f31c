//! The program: arguments, logging, paths, window.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use certdeck::app::services::{Services, SystemClock, default_data_dir};
use certdeck::cli;
use certdeck::domain::seed::Seed;
use certdeck::ui::CertdeckApp;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CERTDECK_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
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
