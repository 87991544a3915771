#include "app/desktop/screenshot.h"

#include "app/desktop/application.h"
#include "app/desktop/headless/candletest.h"
#include "app/desktop/riskcontroller.h"
#include "app/desktop/views/backtestsetup.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/riskeditor.h"
#include "app/desktop/whatifcontroller.h"
#include "core/io/outputfile.h"

#include <QApplication>
#include <QBuffer>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Screenshot)
};

/// How far the practice market is searched for a moment with something to see.
constexpr core::Duration kSearched = core::hours(20);
constexpr std::size_t kEnoughTrades = 3;
constexpr core::Duration kLongEnough = core::minutes(4); ///< that a position is held

template <typename Done>
void runUntil(const Done& done)
{
    constexpr int kLookEveryMs = 50;
    while (!done()) {
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents,
                                    kLookEveryMs);
    }
}

/// Layouts and paints that wait for the event loop.
void settle()
{
    constexpr int kRounds = 10;
    for (int i = 0; i < kRounds; ++i) {
        QApplication::processEvents();
    }
}

/// What the practice market has come to after `kSearched`; null when it cannot be started.
std::shared_ptr<const session::Snapshot> lookAhead(const ScreenshotOptions& options)
{
    session::PracticeRequest request;
    request.seed = options.seed;
    request.balance = options.balance;
    request.speed = session::Speed::Max;
    request.runFor = kSearched;
    auto setup = session::practiceSession(request);
    if (!setup) {
        return nullptr;
    }
    session::Session ahead{std::move(*setup)};
    bool ended = false;
    QObject::connect(&ahead, &session::Session::finished, &ahead, [&] { ended = true; });
    ahead.start();
    runUntil([&] { return ended; });
    return ahead.latest();
}

/// Market time from the start at which there are some trades and a position in the midst of its
/// life, on a market that a chart shows if there is such a time. The end of the search when there
/// is none at all.
core::Duration momentWorthSeeing(const session::Snapshot& ahead)
{
    std::optional<core::Duration> otherwise;
    const std::vector<core::TradeRow>& trades = *ahead.trades;
    for (const core::TradeRow& trade : trades) {
        const core::Duration held = trade.exitTime - trade.entryTime;
        const auto before = std::count_if(trades.begin(), trades.end(), [&](const auto& each) {
            return each.exitTime < trade.entryTime;
        });
        if (held < kLongEnough || static_cast<std::size_t>(before) < kEnoughTrades) {
            continue;
        }
        const core::Duration moment{(trade.entryTime - ahead.startedAt).count() + held.count() / 2};
        const std::string& symbol = (*ahead.instruments)[trade.instrument.count()].symbol();
        if (symbol == "XAU-PERP" || symbol == "ETH-PERP") {
            return moment;
        }
        otherwise = otherwise.value_or(moment);
    }
    return otherwise.value_or(kSearched);
}

/// Brings the session to that moment and lets it go on from there as it does for a person.
void playUntil(Application& desktop, core::Duration moment, session::Speed speed)
{
    SessionController& session = desktop.session();
    session.setSpeed(speed);
    runUntil([&] {
        return !session.isRunning()
               || (session.latest() != nullptr && session.latest()->marketPaused);
    });
    if (!session.isRunning()) {
        return;
    }
    const core::Timestamp held = session.latest()->startedAt + moment;
    session.setSpeed(session::Speed::Sixty);
    session.setMarketPaused(false);
    runUntil(
        [&] { return !session.isRunning() || session.latest()->now > held + core::seconds(1); });
}

/// Runs the backtest and goes to a trade in the midst of it. Returns what went wrong; empty when
/// nothing did.
QString showBacktest(Application& desktop, const QStringList& files)
{
    BacktestController& backtest = desktop.backtest();
    if (!files.isEmpty()) {
        const CandleChoice choice = choiceFor(files.front());
        backtest.setup().chooseStrategy(choice.strategy);
        backtest.setup().chooseMarket(choice.market);
        backtest.addFiles({files.front()});
    }
    settle();
    backtest.run();
    runUntil([&] { return !backtest.isRunning(); });
    if (backtest.shown() == nullptr) {
        const QString words = backtest.setup().outcome();
        return words.isEmpty() ? Words::tr("the backtest did not run") : words;
    }
    constexpr std::size_t kFarEnough = 12;
    const std::size_t trades = backtest.shown()->outcome.result.trades.size();
    for (std::size_t i = 0; i < std::min(kFarEnough, trades / 2); ++i) {
        backtest.step(1);
    }
    return {};
}

/// Types another limit and waits for its dry run.
void showChange(Application& desktop)
{
    settle();
    RiskController& risk = desktop.risk();
    risk.editor().propose({{u"engine.daily_loss"_s, u"0.3"_s}, {u"risk_per_trade"_s, u"0.2"_s}});
    runUntil([&] { return risk.whatIf().isUpToDate(); });
    settle();
}

/// Explains the first step of the run that had a signal.
void showDecision(Application& desktop)
{
    TrailController& trail = desktop.backtest().trail();
    desktop.window().showBacktestDecision();
    trail.step(1);
    runUntil([&] { return trail.shown().has_value(); });
    trail.showNextSignal();
    runUntil([&] { return trail.shown()->decision.entry.has_value(); });
    settle();
}

/// Plays the run again until the trade that is shown has been open for some bars.
void showReplay(BacktestController& backtest)
{
    constexpr int kBars = 24; // a replay begins 20 bars before the entry
    backtest.toggleReplay();
    runUntil([&] { return backtest.replay().isOn(); });
    backtest.replay().step(kBars);
    settle();
}

void showPage(Application& desktop, const ScreenshotOptions& options)
{
    if (options.workspace == Workspace::Risk) {
        showChange(desktop);
        if (options.page >= ScreenshotPage::Leverage) {
            desktop.risk().editor().showTool(static_cast<int>(options.page)
                                             - static_cast<int>(ScreenshotPage::Leverage));
        }
    } else if (options.page == ScreenshotPage::Inspector) {
        for (const session::SignalStatus& signal : *desktop.session().latest()->signalLog) {
            if (!signal.sent) {
                Q_EMIT desktop.window().signalChosen(static_cast<qint64>(signal.id));
            }
        }
    }
    settle();
}

void endSession(Application& desktop)
{
    SessionController& session = desktop.session();
    if (session.isRunning()) {
        session.stop();
        runUntil([&] { return !session.isRunning(); });
    }
}

QByteArray pngOf(const QPixmap& picture)
{
    constexpr int kSmallest = 0; // PNG loses nothing: this is the effort of its compression
    QByteArray png;
    QBuffer buffer{&png};
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG", kSmallest);
    return png;
}

int failed(const QString& words)
{
    std::fprintf(stderr, "wick: %s\n", qUtf8Printable(words));
    return 1;
}

} // namespace

int takeScreenshot(const ScreenshotOptions& options)
{
    auto file = io::OutputFile::open(options.file);
    if (!file) {
        return failed(file.error().sentence);
    }
    if (options.workspace == Workspace::BacktestReview && !options.candleFiles.isEmpty()) {
        // Known now, not after a minute.
        const auto candles = session::loadCandles(options.candleFiles.front());
        if (!candles) {
            return failed(QString::fromStdString(session::describe(candles.error())));
        }
    }
    QTemporaryDir data;
    if (!data.isValid()) {
        return failed(Words::tr("no temporary folder can be made: %1").arg(data.errorString()));
    }
    QSettings{data.filePath(u"desktop.ini"_s), QSettings::IniFormat}.setValue(
        u"look/scheme"_s, static_cast<int>(options.scheme));
    auto folder = session::DataFolder::take(data.path());
    if (!folder) {
        return failed(QString::fromStdString(folder.error().sentence));
    }
    const auto ahead = lookAhead(options);
    if (ahead == nullptr) {
        return failed(Words::tr("the practice market could not start"));
    }
    const core::Duration moment = momentWorthSeeing(*ahead);
    Application desktop{std::move(*folder),
                        {{}, options.seed, options.balance, options.size, moment}};
    desktop.start();
    playUntil(desktop, moment, options.speed);
    if (options.workspace == Workspace::BacktestReview) {
        desktop.session().setMarketPaused(true); // a backtest takes longer than the moment lasts
    }
    desktop.window().showWorkspace(options.workspace);
    if (options.page == ScreenshotPage::Charts) {
        desktop.window().showCharts(ChartGrid::kMost);
    }
    showPage(desktop, options);
    QString problem;
    if (options.workspace == Workspace::BacktestReview) {
        problem = showBacktest(desktop, options.candleFiles);
        if (problem.isEmpty()
            && (options.page == ScreenshotPage::Replay || options.page == ScreenshotPage::Charts))
        {
            showReplay(desktop.backtest());
        }
        if (problem.isEmpty() && options.page == ScreenshotPage::Decision) {
            showDecision(desktop);
        }
    }
    settle();
    const QByteArray png = pngOf(desktop.window().grab());
    endSession(desktop);
    if (!problem.isEmpty()) {
        return failed(problem);
    }
    const auto written = file->commit({png.constData(), static_cast<std::size_t>(png.size())});
    return written ? 0 : failed(written.error().sentence);
}

} // namespace wick::desktop
