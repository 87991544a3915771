#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

using wick::test::Outcome;

/// Runs the real program: arguments, both streams and exit codes are its contract.
class DataCommandTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void importsListsChecksAndExports();
    void importingAgainAddsNothing();
    void namesFileLineAndReason_data();
    void namesFileLineAndReason();
    void goesOnWithTheNextFile();
    void aSignalEndsItCleanly();

private:
    [[nodiscard]] QString file(const char* name, const QByteArray& content) const
    {
        QFile written{m_folder->filePath(QString::fromLatin1(name))};
        if (!written.open(QIODevice::WriteOnly) || written.write(content) != content.size()) {
            QTest::qFail("the file cannot be written", __FILE__, __LINE__);
        }
        return written.fileName();
    }
    [[nodiscard]] Outcome data(const QStringList& arguments) const
    {
        return wick::test::wickctl(QStringList{QStringLiteral("data")} + arguments
                                   + QStringList{QStringLiteral("--data-dir"), store()});
    }
    [[nodiscard]] QString store() const { return m_folder->filePath(QStringLiteral("store")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

const QByteArray kCandles = QByteArrayLiteral("time,open,high,low,close,volume\n"
                                              "1772323200000,100.5,101.25,99,100,7.5\n"
                                              "1772323260000,100,102,100,102,0\n"
                                              "1772323440000,102,102,100,101,1\n");

} // namespace

void DataCommandTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void DataCommandTest::importsListsChecksAndExports()
{
    const QString csv = file("eth.csv", kCandles);
    const Outcome imported =
        data({QStringLiteral("import"), csv, QStringLiteral("--market"), QStringLiteral("ETH")});
    QCOMPARE(imported.code, 0);
    QCOMPARE(imported.out,
             QStringLiteral("file,market,source,interval,read,accepted,duplicates,refused,added,"
                            "already_there,conflicts,gaps,missing,first,last\n%1,ETH,wick,1m,3,3,0,"
                            "0,3,0,0,1,2,1772323200000,1772323440000\n")
                 .arg(csv));
    const Outcome list = data({QStringLiteral("list")});
    QVERIFY2(
        list.out.contains(QStringLiteral("ETH,wick,1m,3,1772323200000,1772323440000,2,1,1,2,")),
        qPrintable(list.out));
    const Outcome gaps = data({QStringLiteral("gaps")});
    QCOMPARE(gaps.out, QStringLiteral("market,source,interval,from,to,missing\n"
                                      "ETH,wick,1m,1772323320000,1772323440000,2\n"));
    QCOMPARE(data({QStringLiteral("check")}).out,
             QStringLiteral("market,source,interval,rows,result\nETH,wick,1m,3,ok\n"));
    QCOMPARE(data({QStringLiteral("export"), QStringLiteral("--market=eth-perp")}).out,
             QString::fromUtf8(kCandles));
    const QString out = m_folder->filePath(QStringLiteral("out.csv"));
    QCOMPARE(data({QStringLiteral("export"), QStringLiteral("--out"), out}).code, 0);
    QFile written{out};
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), kCandles);
}

void DataCommandTest::importingAgainAddsNothing()
{
    const QString csv = file("eth.csv", kCandles);
    const QStringList import{QStringLiteral("import"), csv, QStringLiteral("--market"),
                             QStringLiteral("ETH")};
    QCOMPARE(data(import).code, 0);
    const QString before = data({QStringLiteral("list")}).out;
    const Outcome again = data(import);
    QCOMPARE(again.code, 0);
    QVERIFY(again.out.contains(QStringLiteral(",3,3,0,0,0,3,0,1,2,")));
    QCOMPARE(data({QStringLiteral("list")}).out, before);
}

void DataCommandTest::namesFileLineAndReason_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("sentence");
    const QStringList import{QStringLiteral("import"), QStringLiteral("FILE"),
                             QStringLiteral("--market"), QStringLiteral("ETH")};
    const auto row = [](const char* name, const QStringList& arguments, const QByteArray& content,
                        int code, const char* sentence) {
        QTest::newRow(name) << arguments << content << code << QString::fromUtf8(sentence);
    };
    row("empty", import, "", 1, "x.csv: the file is empty");
    row("no candle at all", import, "time,open,high,low,close,volume\n1,2,3,4,5,6\n", 1,
        "x.csv, line 2: more than half of the rows are unusable");
    row("mt5 without offset", import,
        "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n2026.03.01\t03:00:00\t1\t1\t1\t1\n", 2,
        "--utc-offset");
    row("offset not wanted", import + QStringList{QStringLiteral("--utc-offset=+01:00")}, kCandles,
        2, "leave the offset out");
    row("a format that is none", import + QStringList{QStringLiteral("--format=binanse")}, kCandles,
        2, "there is no format 'binanse'; did you mean 'binance'?");
    row("an offset that is none", import + QStringList{QStringLiteral("--utc-offset=soon")},
        kCandles, 2, "'soon' is no offset");
    row("no market", {QStringLiteral("import"), QStringLiteral("FILE")}, kCandles, 2, "--market");
    row("a market that is none",
        {QStringLiteral("import"), QStringLiteral("FILE"), QStringLiteral("--market=a/b")},
        kCandles, 1, "'A/B' is no market name");
    row("an option that is none", {QStringLiteral("list"), QStringLiteral("--sauce=x")}, kCandles,
        2, "did you mean '--source'?");
    row("an action that is none", {QStringLiteral("lst")}, kCandles, 2, "did you mean 'list'?");
    row("a series that is not there", {QStringLiteral("export"), QStringLiteral("--market=XAU")},
        kCandles, 1, "no such series");
    row("an interval that is none", {QStringLiteral("list"), QStringLiteral("--interval=5x")},
        kCandles, 2, "'5x'");
}

void DataCommandTest::namesFileLineAndReason()
{
    QFETCH(QStringList, arguments);
    QFETCH(const QByteArray, content);
    QFETCH(const int, code);
    QFETCH(const QString, sentence);
    arguments.replaceInStrings(QStringLiteral("FILE"), file("x.csv", content));
    const Outcome outcome = data(arguments);
    QVERIFY2(outcome.err.contains(sentence), qPrintable(outcome.err));
    QCOMPARE(outcome.code, code);
}

void DataCommandTest::goesOnWithTheNextFile()
{
    const Outcome outcome = data({QStringLiteral("import"), QStringLiteral("/no/such/file.csv"),
                                  file("eth.csv", kCandles), QStringLiteral("--market=ETH")});
    QCOMPARE(outcome.code, 1);
    QVERIFY(outcome.err.contains(QStringLiteral("/no/such/file.csv: there is no such file")));
    QVERIFY(data({QStringLiteral("list")}).out.contains(QStringLiteral("ETH,wick,1m,3,")));
}

void DataCommandTest::aSignalEndsItCleanly()
{
#ifdef Q_OS_WIN
    QSKIP("signals of a terminal cannot be sent here");
#else
    // A pipe without an end keeps the reader waiting until the signal comes.
    const QString pipe = m_folder->filePath(QStringLiteral("pipe.csv"));
    QCOMPARE(QProcess::execute(QStringLiteral("mkfifo"), {pipe}), 0);
    QProcess process;
    process.start(QStringLiteral(WICKCTL),
                  {QStringLiteral("data"), QStringLiteral("import"), pipe,
                   QStringLiteral("--market=ETH"), QStringLiteral("--data-dir"), store()});
    QVERIFY(process.waitForStarted());
    QFile writer{pipe};
    QVERIFY(writer.open(QIODevice::WriteOnly)); // returns when the program has opened it
    std::signal(SIGPIPE, SIG_IGN); // writing after its end is an answer here, not a death
    process.terminate();
    QByteArray block = kCandles;
    while (process.state() == QProcess::Running && writer.write(block) == block.size()) {
        writer.flush();
        process.waitForFinished(1);
    }
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(data({QStringLiteral("list")}).out.endsWith(QStringLiteral("checksum\n")));
#endif
}

WICK_TEST(DataCommandTest)
#include "tst_datacommand.moc"
