#include "app/desktop/theme/theme.h"
#include "tests/support/programs.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>

using namespace wick::desktop;
using wick::test::Outcome;

namespace {

Outcome takeScreenshot(const QStringList& arguments)
{
    return wick::test::run(QStringLiteral(WICK),
                           QStringList{QStringLiteral("--screenshot")} + arguments);
}

} // namespace

class ScreenshotTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesThePictureThatWasAskedFor()
    {
        QTemporaryDir place;
        const QString file = place.filePath(QStringLiteral("window.png"));
        const Outcome taken = takeScreenshot(
            {file, QStringLiteral("--theme"), QStringLiteral("light"), QStringLiteral("--size"),
             QStringLiteral("1280x800"), QStringLiteral("--workspace"), QStringLiteral("backtest"),
             QStringLiteral(WICK_SOURCE_DIR "/resources/samples/eth_practice_5000.csv")});
        QVERIFY2(taken.code == 0, qPrintable(taken.err));
        const QImage picture{file};
        QCOMPARE(picture.size(), QSize(1280, 800));
        // The line on top of the window says paper in the light theme.
        QCOMPARE(picture.pixelColor(640, 1), makeTheme(Scheme::Light).modePaper);
        QCOMPARE(QDir{place.path()}.entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void saysWhereItCannotWriteBeforeItRuns()
    {
        QTemporaryDir place;
        const QString file = place.filePath(QStringLiteral("none/window.png"));
        const Outcome taken = takeScreenshot({file});
        QCOMPARE(taken.code, 1);
        QVERIFY2(taken.err.contains(file), qPrintable(taken.err));
    }

    void aCandleFileThatCannotBeReadLeavesNoPicture()
    {
        QTemporaryDir place;
        const QString file = place.filePath(QStringLiteral("window.png"));
        const Outcome taken =
            takeScreenshot({file, QStringLiteral("--workspace"), QStringLiteral("backtest"),
                            place.filePath(QStringLiteral("missing-eth.csv"))});
        QCOMPARE(taken.code, 1);
        QVERIFY2(taken.err.contains(QStringLiteral("missing-eth.csv")), qPrintable(taken.err));
        QVERIFY(!QFile::exists(file));
    }
};

WICK_TEST(ScreenshotTest)
#include "tst_screenshot.moc"
