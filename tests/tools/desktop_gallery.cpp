// Takes pictures of the desktop filled with a written-down moment: desktop_gallery FOLDER.
#include "app/desktop/mainwindow.h"
#include "app/desktop/theme/style.h"
#include "app/desktop/views/chartslot.h"
#include "tests/tools/desktopfixtures.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>
#include <QPixmap>

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
    window.chartSlot(0).setMarkets({u"XAU-PERP"_s, u"ETH-PERP"_s, u"BTC-PERP"_s});
    window.chartSlot(1).setMarkets({u"ETH-PERP"_s, u"XAU-PERP"_s, u"BTC-PERP"_s});
    window.backtestChart().setMarkets({u"XAU-PERP"_s});
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

} // namespace

int main(int argc, char* argv[])
{
    QApplication app{argc, argv};
    if (argc != 2) {
        std::fputs("usage: desktop_gallery FOLDER\n", stderr);
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
    return good ? 0 : 1;
}
