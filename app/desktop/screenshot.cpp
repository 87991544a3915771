#include "app/desktop/screenshot.h"

#include "app/desktop/application.h"
#include "app/desktop/headless/candletest.h"
#include "app/desktop/views/backtestsetup.h"
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

constexpr std::size_t kEnoughTrades = 3;
constexpr core::Duration kLongEnough = core::hours(12); ///< of market time

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

/// Whether a session has something to look at, or has run for long enough without.
bool isWorthSeeing(const session::Snapshot* latest)
{
    if (latest == nullptr || latest->warmingUp) {
        return false;
    }
    const bool busy =
        latest->trades && latest->trades->size() >= kEnoughTrades && !latest->positions.empty();
    return busy || latest->finished || latest->now - latest->startedAt >= kLongEnough;
}

/// Runs the backtest and goes to a trade in the midst of it. False when it came to nothing.
bool showBacktest(Application& desktop, const QStringList& files)
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
        return false;
    }
    const std::size_t trades = backtest.shown()->outcome.result.trades.size();
    for (std::size_t i = 0; i < std::min<std::size_t>(12, trades / 2); ++i) {
        backtest.step(1);
    }
    return true;
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
    Application desktop{std::move(*folder), {{}, options.seed, options.size}};
    desktop.start();
    desktop.session().setSpeed(options.speed);
    runUntil([&] {
        return !desktop.session().isRunning() || isWorthSeeing(desktop.session().latest().get());
    });
    desktop.session().setMarketPaused(true);
    settle();
    desktop.window().showWorkspace(options.workspace);
    bool good = true;
    if (options.workspace == Workspace::BacktestReview) {
        good = showBacktest(desktop, options.candleFiles);
    }
    settle();
    const QByteArray png = pngOf(desktop.window().grab());
    const QString outcome = good ? QString{} : Words::tr("the backtest came to nothing");
    endSession(desktop);
    if (!good) {
        return failed(outcome);
    }
    const auto written = file->commit({png.constData(), static_cast<std::size_t>(png.size())});
    return written ? 0 : failed(written.error().sentence);
}

} // namespace wick::desktop
