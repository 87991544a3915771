#include "app/desktop/headless/candletest.h"
#include "app/desktop/headless/reportfolder.h"
#include "app/desktop/headless/reportpage.h"
#include "tests/support/programs.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <csignal>
#endif

using namespace wick::desktop;
using wick::test::kPatienceMs;
using wick::test::Outcome;
using wick::test::outcomeOf;
using wick::test::run;

namespace {

/// Without a display and without a platform that somebody chose.
Outcome callWick(const QStringList& arguments)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        environment.remove(QLatin1String{name});
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(WICK), arguments);
    return outcomeOf(process);
}

Outcome report(const QString& folder, const QStringList& more)
{
    return callWick(QStringList{QStringLiteral("--headless"), QStringLiteral("--report"), folder}
                    + more);
}

QString contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

/// The rest of the line that starts with a word.
QString after(const QString& text, const QString& word)
{
    const QRegularExpression line{QStringLiteral("^") + word + QStringLiteral(" (.*)$"),
                                  QRegularExpression::MultilineOption};
    return line.match(text).captured(1);
}

QStringList filesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

QString sample()
{
    return QStringLiteral(WICK_SOURCE_DIR "/resources/samples/eth_practice_5000.csv");
}

} // namespace

class HeadlessTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesAReportThatAgreesWithTheCommandLine()
    {
        QTemporaryDir place;
        const QString folder = place.filePath(QStringLiteral("deep/report"));
        const QStringList day{QStringLiteral("--for"), QStringLiteral("3h"),
                              QStringLiteral("--seed"), QStringLiteral("7")};
        const Outcome made = report(folder, day);
        QVERIFY2(made.code == 0, qPrintable(made.err));
        QCOMPARE(after(made.out, QStringLiteral("report")), folder + QStringLiteral("/index.html"));

        const Outcome same =
            run(QStringLiteral(WICKCTL),
                QStringList{QStringLiteral("run"), QStringLiteral("--speed"), QStringLiteral("max"),
                            QStringLiteral("--data-dir"), place.filePath(QStringLiteral("data"))}
                    + day);
        QCOMPARE(same.code, 0);
        for (const char* word : {"digest", "equity", "trades", "engine fvg-retest", "signals"}) {
            const QString name = QLatin1String{word};
            QCOMPARE(after(made.out, name), after(same.out, name));
            QVERIFY(!after(made.out, name).isEmpty());
        }

        const Outcome replayed =
            run(QStringLiteral(WICKCTL),
                {QStringLiteral("replay"), folder + QStringLiteral("/journal.db"),
                 QStringLiteral("--verify")});
        QCOMPARE(replayed.code, 0);
        QCOMPARE(after(replayed.out, QStringLiteral("digest")),
                 after(made.out, QStringLiteral("digest")));
    }

    void thePageSaysWhatItIsAndNeedsNothingElse()
    {
        QTemporaryDir place;
        const Outcome made =
            report(place.path(), {QStringLiteral("--for"), QStringLiteral("4h"), sample()});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        const QString page = contentOf(place.filePath(QStringLiteral("index.html")));
        for (const char* label :
             {"PAPER (practice)", "synthetic", "Session digest", "Seed", "Refusals by reason",
              "Signals and their verdicts", "Halts", "Engines", "plays back to the same digest",
              "prefers-color-scheme", "eth_practice_5000.csv"})
        {
            QVERIFY2(page.contains(QLatin1String{label}), label);
        }
        QVERIFY(page.contains(after(made.out, QStringLiteral("digest"))));
        for (const char* foreign : {"<script", "http:", "https:", "<link", "url("}) {
            QVERIFY2(!page.contains(QLatin1String{foreign}), foreign);
        }
        const QString log = contentOf(place.filePath(QStringLiteral("trades.csv")));
        const qsizetype closed = after(made.out, QStringLiteral("trades")).toLongLong();
        const qsizetype open = after(made.out, QStringLiteral("positions_open")).toLongLong();
        QCOMPARE(log.count(QStringLiteral("\r\n")), closed + open + 1);
        QVERIFY(closed > 0);
        QVERIFY(page.contains(QStringLiteral("<dd>%1 closed, %2 open</dd>").arg(closed).arg(open)));
        for (const char* picture :
             {"equity-light", "equity-dark", "chart-eth-light", "chart-btc-dark", "chart-xau-light",
              "backtest-eth_practice_5000-chart-light"})
        {
            const QImage image{place.filePath(QLatin1String{picture} + QStringLiteral(".png"))};
            QVERIFY2(image.width() >= 1000 && image.height() >= 200, picture);
        }
        QVERIFY(!filesIn(place.path()).contains(QStringLiteral(".unfinished")));
        QVERIFY(!filesIn(place.path()).contains(QStringLiteral("journal.db-wal")));
    }

    void refusesAFileInPlaceOfTheFolder()
    {
        QTemporaryDir place;
        const QString occupied = place.filePath(QStringLiteral("report"));
        QFile file{occupied};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        for (const QString& folder : {occupied, QString{occupied + QStringLiteral("/below")}}) {
            const Outcome made = report(folder, {QStringLiteral("--for"), QStringLiteral("1h")});
            QCOMPARE(made.code, 1);
            QVERIFY2(made.err.contains(occupied + QStringLiteral(" is a file")),
                     qPrintable(made.err));
            QVERIFY(made.out.isEmpty());
        }
        QCOMPARE(filesIn(place.path()), QStringList{QStringLiteral("report")});
    }

    void aBadCandleFileIsNamedAndTheRestIsWritten()
    {
        QTemporaryDir place;
        const QString bad = place.filePath(QStringLiteral("<b>eth.csv"));
        QFile file{bad};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("time,open,high,low,close,volume\n1777593600000,nonsense\n");
        file.close();
        const QString folder = place.filePath(QStringLiteral("report"));
        const Outcome made = report(folder, {QStringLiteral("--for"), QStringLiteral("30m"), bad,
                                             QStringLiteral("none.csv"), sample()});
        QCOMPARE(made.code, 1);
        QVERIFY2(made.err.contains(bad), qPrintable(made.err));
        QVERIFY2(made.err.contains(QStringLiteral("none.csv")), qPrintable(made.err));
        const QString page = contentOf(folder + QStringLiteral("/index.html"));
        QVERIFY(page.contains(QStringLiteral("&lt;b&gt;eth.csv")));
        QVERIFY(!page.contains(QStringLiteral("<b>eth.csv")));
        QVERIFY(QFile::exists(folder + QStringLiteral("/backtest-eth_practice_5000-trades.csv")));
        QVERIFY(made.out.contains(QStringLiteral("index.html")));
    }

#ifdef Q_OS_UNIX
    void anInterruptLeavesWhatWasDoneUntilThen()
    {
        QTemporaryDir place;
        QProcess process;
        process.start(QStringLiteral(WICK),
                      {QStringLiteral("--headless"), QStringLiteral("--report"), place.path()});
        process.setReadChannel(QProcess::StandardError);
        while (!process.readAllStandardError().contains("10 %")) {
            QVERIFY(process.waitForReadyRead(kPatienceMs));
        }
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        const Outcome made = outcomeOf(process);
        QCOMPARE(made.code, 0);
        QVERIFY(made.out.startsWith(QStringLiteral("interrupted")));
        const QString page = contentOf(place.filePath(QStringLiteral("index.html")));
        QVERIFY(page.contains(QStringLiteral("Interrupted after")));
        QCOMPARE(run(QStringLiteral(WICKCTL),
                     {QStringLiteral("replay"), place.filePath(QStringLiteral("journal.db")),
                      QStringLiteral("--verify")})
                     .code,
                 0);
    }
#endif

    void wrongUseIsToldWithoutADisplay()
    {
        const Outcome made = callWick({QStringLiteral("--headles")});
        QCOMPARE(made.code, 2);
        QVERIFY(made.err.contains(QStringLiteral("did you mean --headless?")));
        QCOMPARE(callWick({QStringLiteral("--help")}).code, 0);
        QVERIFY(callWick({QStringLiteral("--version")}).out.startsWith(QStringLiteral("wick ")));
    }

    void anUnfinishedReportLeavesNothing()
    {
        QTemporaryDir place;
        const QString path = place.filePath(QStringLiteral("new"));
        {
            const auto folder = ReportFolder::open(path);
            QVERIFY(folder);
        }
        QVERIFY(filesIn(place.path()).isEmpty());
        {
            auto folder = ReportFolder::open(place.path());
            QVERIFY(folder);
            QVERIFY(folder->write(QStringLiteral("a.txt"), "a"));
            QVERIFY(!QFile::exists(place.filePath(QStringLiteral("a.txt"))));
            const auto second = ReportFolder::open(place.path());
            QVERIFY(!second);
            QVERIFY(second.error().contains(QStringLiteral("Another Wick")));
        }
        QVERIFY(filesIn(place.path()).isEmpty());
    }

    void publishingReplacesAnOlderReport()
    {
        QTemporaryDir place;
        for (const char* content : {"old", "new"}) {
            auto folder = ReportFolder::open(place.path());
            QVERIFY(folder);
            QVERIFY(folder->write(QStringLiteral("index.html"), content));
            QVERIFY(folder->publish(QStringLiteral("index.html")));
        }
        QCOMPARE(filesIn(place.path()), QStringList{QStringLiteral("index.html")});
        QCOMPARE(contentOf(place.filePath(QStringLiteral("index.html"))), QStringLiteral("new"));
    }

    void fileNamesSayTheMarket_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("market");
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<bool>("named");
        const auto row = [](const char* file, const char* market, const char* strategy,
                            bool named) {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(market)
                                << QString::fromLatin1(strategy) << named;
        };
        row("/data/xau_1m.csv.gz", "XAU", "fvg-retest", true);
        row("GOLD.csv", "XAU", "fvg-retest", true);
        row("BTCUSDT-1m-2026.csv", "BTC", "momentum", true);
        row("my-eth.csv", "ETH", "momentum", true);
        row("method.csv", "ETH", "ma-cross", false);
        row("/eth/other.csv", "ETH", "ma-cross", false);
    }
    void fileNamesSayTheMarket()
    {
        QFETCH(const QString, file);
        const CandleChoice choice = choiceFor(file);
        QTEST(choice.market, "market");
        QTEST(choice.strategy, "strategy");
        QTEST(choice.named, "named");
    }

    void thePageEscapesWhatItIsGiven()
    {
        ReportContent content;
        content.title = QStringLiteral("a < b & \"c\"");
        ReportSection section;
        section.title = QStringLiteral("<script>");
        section.facts.emplace_back(QStringLiteral("<i>"), QStringLiteral("%1 </dd>"));
        content.sections.push_back(section);
        const QString page = QString::fromUtf8(reportPage(content));
        QVERIFY(page.contains(QStringLiteral("a &lt; b &amp; &quot;c&quot;")));
        QVERIFY(page.contains(QStringLiteral("<h2>&lt;script&gt;</h2>")));
        QVERIFY(page.contains(QStringLiteral("<dd>%1 &lt;/dd&gt;</dd>")));
    }
};

WICK_TEST(HeadlessTest)
#include "tst_headless.moc"
