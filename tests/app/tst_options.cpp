#include "app/desktop/options.h"
#include "tests/support/testregistry.h"

using namespace wick;
using namespace wick::desktop;

class OptionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensAWindowWithoutArguments()
    {
        const auto line = parseCommandLine({});
        QVERIFY(line);
        QCOMPARE(line->startAs, StartAs::Window);
        QCOMPARE(line->seed, std::uint64_t{0});
        QVERIFY(line->candleFiles.isEmpty());
        QVERIFY(line->dataFolder.isEmpty());
    }

    void readsCandleFilesAndFolder()
    {
        const auto line = parseCommandLine({QStringLiteral("--data-dir"), QStringLiteral("here"),
                                            QStringLiteral("a.csv"), QStringLiteral("--"),
                                            QStringLiteral("--b.csv")});
        QVERIFY(line);
        QCOMPARE(line->dataFolder, QStringLiteral("here"));
        QCOMPARE(line->candleFiles,
                 (QStringList{QStringLiteral("a.csv"), QStringLiteral("--b.csv")}));
    }

    void headlessHasItsFolderTimeAndSeed()
    {
        const auto line = parseCommandLine({QStringLiteral("--headless"),
                                            QStringLiteral("--report=out"), QStringLiteral("--for"),
                                            QStringLiteral("2h"), QStringLiteral("--seed"),
                                            QStringLiteral("9"), QStringLiteral("x.csv")});
        QVERIFY(line);
        QCOMPARE(line->startAs, StartAs::Headless);
        QCOMPARE(line->headless.reportFolder, QStringLiteral("out"));
        QVERIFY(line->headless.runFor == core::hours(2));
        QCOMPARE(line->headless.seed, std::uint64_t{9});
        QCOMPARE(line->headless.candleFiles, QStringList{QStringLiteral("x.csv")});
    }

    void headlessIsADayIntoWickReportByDefault()
    {
        const auto line = parseCommandLine({QStringLiteral("--headless")});
        QVERIFY(line);
        QCOMPARE(line->headless.reportFolder, QStringLiteral("wick-report"));
        QVERIFY(line->headless.runFor == core::hours(24));
    }

    void screenshotHasItsLook()
    {
        const auto line = parseCommandLine({QStringLiteral("--screenshot"), QStringLiteral("p.png"),
                                            QStringLiteral("--theme"), QStringLiteral("light"),
                                            QStringLiteral("--workspace"), QStringLiteral("risk"),
                                            QStringLiteral("--size"), QStringLiteral("1280x800"),
                                            QStringLiteral("--speed"), QStringLiteral("60")});
        QVERIFY(line);
        QCOMPARE(line->startAs, StartAs::Screenshot);
        QCOMPARE(line->screenshot.file, QStringLiteral("p.png"));
        QCOMPARE(line->screenshot.scheme, Scheme::Light);
        QCOMPARE(line->screenshot.workspace, Workspace::Risk);
        QCOMPARE(line->screenshot.size, QSize(1280, 800));
        QCOMPARE(line->screenshot.speed, session::Speed::Sixty);
    }

    void leavesQtItsOwnOptions()
    {
        const auto line = parseCommandLine({QStringLiteral("-platform"),
                                            QStringLiteral("offscreen"), QStringLiteral("-style"),
                                            QStringLiteral("Fusion"), QStringLiteral("a.csv")});
        QVERIFY(line);
        QCOMPARE(line->candleFiles, QStringList{QStringLiteral("a.csv")});
    }

    void helpComesBeforeMistakes()
    {
        const auto line =
            parseCommandLine({QStringLiteral("--nonsense"), QStringLiteral("--help")});
        QVERIFY(line);
        QCOMPARE(line->startAs, StartAs::Help);
        QVERIFY(commandLineHelp().contains(QStringLiteral("--headless")));
    }

    void namesWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const char* arguments, const char* words) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(QLatin1Char{' '})
                                << QString::fromUtf8(words);
        };
        row("unknown", "--headles", "there is no option --headles; did you mean --headless?");
        row("unknown, nothing near", "--zzzzzzzzz", "there is no option --zzzzzzzzz");
        row("no value", "--seed", "missing value after '--seed'");
        row("seed is a word", "--seed x", "--seed x: it is a whole number");
        row("seed is negative", "--seed -1", "--seed -1: it is a whole number");
        row("report alone", "--report x", "--report belongs to --headless, which is not there");
        row("theme alone", "--theme dark", "--theme belongs to --screenshot, which is not there");
        row("no time", "--headless --for soon", "--for soon: ");
        row("theme", "--screenshot p.png --theme red", "--theme red: it is one of dark, light");
        row("workspace", "--screenshot p.png --workspace x",
            "--workspace x: it is one of monitor, backtest, risk");
        row("speed", "--screenshot p.png --speed 2", "--speed 2: it is one of 1, 10, 60, max");
        row("size", "--screenshot p.png --size 0x9",
            "--size 0x9: it is WIDTHxHEIGHT, like 1280x800");
        row("both", "--headless --screenshot p.png",
            "--headless and --screenshot do not go together");
    }
    void namesWhatIsWrong()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, words);
        const auto line = parseCommandLine(arguments);
        QVERIFY(!line);
        QVERIFY2(line.error().startsWith(words), qPrintable(line.error()));
    }
};

WICK_TEST(OptionsTest)
#include "tst_options.moc"
