// Takes pictures of the desktop: filled with a written-down moment, and as a whole on the practice
// market with a backtest: desktop_gallery FOLDER [CANDLES].
#include "app/desktop/application.h"
#include "app/desktop/mainwindow.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/chartgrid.h"
#include "app/desktop/views/chartslot.h"
#include "tests/tools/desktopfixtures.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFontDatabase>
#include <QPixmap>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>

using namespace wick::desktop;
using namespace wick::test;
using namespace Qt::StringLiterals;

namespace {

void fill(MainWindow& window)
{
    window.setEngines(theEngines());
    window.setAccount(anAccount());
    window.setPositions(thePositions());
    window.setOrders(theOrders());
    window.setTrades(theTrades(3));
    window.setSignals(theSignals());
    window.addLog(theLog());
    window.setRisk(theRisk());
    window.setStatus(theStatus());
    window.charts().slot(0).setMarkets({u"XAU-PERP"_s, u"ETH-PERP"_s, u"BTC-PERP"_s});
    window.charts().slot(1).setMarkets({u"ETH-PERP"_s, u"XAU-PERP"_s, u"BTC-PERP"_s});
    window.backtestCharts().slot(0).setMarkets({u"XAU-PERP"_s});
}

void settle()
{
    for (int i = 0; i < 5; ++i) {
        QApplication::processEvents();
    }
}

bool take(QWidget& window, const QString& folder, const QString& name)
{
    settle();
    return window.grab().save(QDir{folder}.filePath(name + u".png"_s));
}

/// Lets the program run until `done` says so, at most that long; false when it did not.
template <typename Done>
bool runUntil(Done done, int seconds)
{
    QElapsedTimer clock;
    clock.start();
    while (!done() && clock.elapsed() < qint64{1000} * seconds) {
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
    return done();
}

/// The whole program on the practice market, with a backtest of the given candles.
bool takeLive(const QString& folder, const QString& candles, Scheme scheme, const QString& words)
{
    QTemporaryDir data;
    QSettings{data.filePath(u"desktop.ini"_s), QSettings::IniFormat}.setValue(
        u"look/scheme"_s, static_cast<int>(scheme));
    auto held = wick::session::DataFolder::take(data.path());
    if (!held) {
        return false;
    }
    Application desktop{std::move(*held), {{}, 0, wick::core::usdc(10'000), QSize{1920, 1080}, {}}};
    desktop.start();
    desktop.session().setSpeed(wick::session::Speed::Max);
    bool good = runUntil(
        [&] {
            const auto latest = desktop.session().latest();
            return latest != nullptr && latest->trades && latest->trades->size() >= 3
                   && !latest->positions.empty();
        },
        90);
    desktop.session().setMarketPaused(true);
    settle();
    good = take(desktop.window(), folder, u"live-monitor-"_s + words) && good;
    desktop.window().showWorkspace(Workspace::Risk);
    good = take(desktop.window(), folder, u"live-risk-"_s + words) && good;
    desktop.window().showWorkspace(Workspace::BacktestReview);
    if (!candles.isEmpty()) {
        desktop.backtest().addFiles({candles});
    }
    settle();
    desktop.backtest().run();
    good = runUntil([&] { return desktop.backtest().shown() != nullptr; }, 90) && good;
    for (int i = 0; i < 12; ++i) {
        desktop.backtest().step(1);
    }
    good = take(desktop.window(), folder, u"live-backtest-"_s + words) && good;
    bool ended = false;
    QObject::connect(&desktop.session(), &SessionController::finished, &desktop,
                     [&ended] { ended = true; });
    desktop.session().stop();
    return runUntil([&] { return ended; }, 30) && good;
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication app{argc, argv};
    if (argc != 2 && argc != 3) {
        std::fputs("usage: desktop_gallery FOLDER [CANDLES]\n", stderr);
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir{}.mkpath(folder);
    QFont font = QApplication::font();
    font.setPointSizeF(10.0);
    QApplication::setFont(font);
    bool good = true;
    for (const auto& [scheme, words] :
         {std::pair{Scheme::Dark, u"dark"_s}, std::pair{Scheme::Light, u"light"_s}})
    {
        applyTheme(app, makeTheme(scheme));
        for (const QSize size : {QSize{1280, 800}, QSize{1920, 1080}}) {
            MainWindow window{[] {
                return qint64{0};
            }};
            window.resize(size);
            fill(window);
            window.show();
            const QString tail = u"-%1-%2"_s.arg(words).arg(size.width());
            good = take(window, folder, u"monitor"_s + tail) && good;
            window.showWorkspace(Workspace::BacktestReview);
            good = take(window, folder, u"backtest"_s + tail) && good;
            window.showWorkspace(Workspace::Risk);
            good = take(window, folder, u"risk"_s + tail) && good;
        }
    }
    const QString candles = argc == 3 ? QString::fromLocal8Bit(argv[2]) : QString{};
    good = takeLive(folder, candles, Scheme::Dark, u"dark"_s) && good;
    good = takeLive(folder, candles, Scheme::Light, u"light"_s) && good;
    return good ? 0 : 1;
}
