#include "tests/app/cli/wickctl.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#endif

using wick::test::Outcome;
using wick::test::wickctl;

namespace {

/// Five days of minutes with waves of a day's length, so that averages cross.
QByteArray waves(int bars, const QByteArray& lineEnd = "\n")
{
    QByteArray csv = "time,open,high,low,close,volume" + lineEnd;
    qint64 close = 2'000'00;
    for (int i = 0; i < bars; ++i) {
        const qint64 open = close;
        close += (i / 97 % 2 == 0 ? 30 : -30) + i * 7 % 11;
        const qint64 high = qMax(open, close) + 12;
        const qint64 low = qMin(open, close) - 12;
        const auto price = [](qint64 cents) -> QByteArray {
            return QByteArray::number(cents / 100) + '.'
                   + QByteArray::number(cents % 100).rightJustified(2, '0');
        };
        csv += QByteArray::number(1'777'593'600'000 + i * 60'000LL) + ',' + price(open) + ','
               + price(high) + ',' + price(low) + ',' + price(close) + ",12.5" + lineEnd;
    }
    return csv;
}

QString text(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

QJsonObject json(const QString& path)
{
    return QJsonDocument::fromJson(text(path).toUtf8()).object();
}

} // namespace

class BacktestCommandTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theFirstTwoLinesAreBalanceAndTrades();
    void theSameRunGivesTheSameBytes();
    void writesReportTradesAndEquity();
    void sumOfTheTradeLogIsTheChangeOfTheBalance();
    void fixedQuantityIsTakenAsItIs();
    void feesAndFundingAreTaken();
    void enginesShareOneAccount();
    void riskComesFromFileAndKey();
    void rangesAreBoundByOpenTimes();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void damagedDataIsNamedWithItsLine();
    void anInterruptEndsTheRunAndWritesNothing();
    void warnsOnStderrOnly();
    void strategiesAreListedWithTheirParameters();
    void takesCandlesFromTheStore();
    void everySharedRunTradesAndRepeats_data();
    void everySharedRunTradesAndRepeats();

private:
    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }
    QString write(const char* name, const QByteArray& content) const;
    [[nodiscard]] Outcome run(const QStringList& more) const;

    QTemporaryDir m_folder;
    QString m_data;
};

QString BacktestCommandTest::write(const char* name, const QByteArray& content) const
{
    QFile file{path(name)};
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
               ? file.fileName()
               : QString{};
}

/// ma-cross on the waves, with more options.
Outcome BacktestCommandTest::run(const QStringList& more) const
{
    return wickctl(QStringList{QStringLiteral("backtest"), QStringLiteral("--strategy"),
                               QStringLiteral("ma-cross"), QStringLiteral("--market"),
                               QStringLiteral("ETH"), QStringLiteral("--data"), m_data}
                   + more);
}

void BacktestCommandTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QVERIFY2(QFileInfo::exists(QStringLiteral(WICKCTL)), WICKCTL);
    m_data = write("waves.csv", waves(7'200));
    QVERIFY(!m_data.isEmpty());
}

void BacktestCommandTest::theFirstTwoLinesAreBalanceAndTrades()
{
    const Outcome outcome = run({});
    QCOMPARE(outcome.code, 0);
    const QStringList lines = outcome.out.split(QLatin1Char('\n'));
    QVERIFY2(lines[0].startsWith(QStringLiteral("balance ")), qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith(QStringLiteral("trades ")), qPrintable(lines[1]));
    QVERIFY(lines[1].split(QLatin1Char(' ')).last().toInt() > 5);
    for (const char* part : {"session digest", "decision digest", "cost model", "spread 1 bp",
                             "refused", "path near", "sigma_1m", "verdict"})
    {
        QVERIFY2(outcome.out.contains(QLatin1String(part)), part);
    }
}

void BacktestCommandTest::theSameRunGivesTheSameBytes()
{
    const QStringList files{QStringLiteral("--json"),   path("a.json"),
                            QStringLiteral("--trades"), path("a.csv"),
                            QStringLiteral("--equity"), path("a.equity.csv")};
    const QString out = run(files).out;
    const QStringList before{text(path("a.json")), text(path("a.csv")), text(path("a.equity.csv"))};
    QVERIFY(!before.contains(QString{}));
    QCOMPARE(run(files).out, out);
    QCOMPARE((QStringList{text(path("a.json")), text(path("a.csv")), text(path("a.equity.csv"))}),
             before);
}

void BacktestCommandTest::writesReportTradesAndEquity()
{
    const Outcome outcome =
        run({QStringLiteral("--json"), path("b.json"), QStringLiteral("--trades"), path("b.csv"),
             QStringLiteral("--equity"), path("b.equity.csv")});
    QCOMPARE(outcome.code, 0);
    const QJsonObject report = json(path("b.json"));
    for (const char* key : {"balance", "trades", "net_profit", "fees", "funding", "slippage",
                            "max_drawdown", "sharpe", "digest"})
    {
        QVERIFY2(report.contains(QLatin1String(key)), key);
    }
    QVERIFY(report[QStringLiteral("sharpe")].isNull()); // five days say nothing about a year
    QCOMPARE(report[QStringLiteral("not_given")][QStringLiteral("sharpe")].toString(),
             QStringLiteral("under 90 days of data"));
    QVERIFY(outcome.out.contains(report[QStringLiteral("digest")].toString()));
    const QString trades = text(path("b.csv"));
    const auto rows = trades.count(QStringLiteral("\r\n"));
    QCOMPARE(trades.count(QLatin1Char('\n')), rows); // no line end but CRLF
    QCOMPARE(rows, 1 + report[QStringLiteral("trades")].toInt()
                       + report[QStringLiteral("open_trades")].toInt());
    QVERIFY(text(path("b.equity.csv"))
                .startsWith(QStringLiteral("time,equity,drawdown\n1777593600000,100000,0\n")));
}

void BacktestCommandTest::sumOfTheTradeLogIsTheChangeOfTheBalance()
{
    QCOMPARE(run({QStringLiteral("--json"), path("c.json"), QStringLiteral("--trades"),
                  path("c.csv"), QStringLiteral("--fees"), QStringLiteral("4.5,1.5")})
                 .code,
             0);
    QStringList lines = text(path("c.csv")).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    const QStringList header = lines.takeFirst().split(QLatin1Char(','));
    QCOMPARE(header.size(), 26);
    qint64 micro = 0;
    for (const QString& line : lines) {
        QString net = line.split(QLatin1Char(','))[header.indexOf(QStringLiteral("net_profit"))];
        micro += net.remove(QLatin1Char('.')).toLongLong();
    }
    const double profit = json(path("c.json"))[QStringLiteral("net_profit")].toDouble();
    QCOMPARE(micro, qRound64(profit * 1e6));
    QVERIFY(lines.last().contains(QStringLiteral(";OPEN")));
    QVERIFY(lines.last().contains(QStringLiteral(",,"))); // no exit
}

void BacktestCommandTest::fixedQuantityIsTakenAsItIs()
{
    QCOMPARE(
        run({QStringLiteral("--fill"), QStringLiteral("next-open"), QStringLiteral("--quantity"),
             QStringLiteral("1.5"), QStringLiteral("--trades"), path("d.csv")})
            .code,
        0);
    const QStringList lines = text(path("d.csv")).split(QStringLiteral("\r\n"));
    for (qsizetype i = 1; i + 1 < lines.size(); ++i) {
        QCOMPARE(lines[i].split(QLatin1Char(','))[4], QStringLiteral("1.5"));
    }
    // A flip is one close and one open at the same price.
    const QStringList first = lines[1].split(QLatin1Char(','));
    const QStringList second = lines[2].split(QLatin1Char(','));
    QCOMPARE(first[7], second[5]);
    QCOMPARE(first[8], second[6]);
}

void BacktestCommandTest::feesAndFundingAreTaken()
{
    const auto figure = [this](const QStringList& more, const char* key) {
        const Outcome outcome = run(QStringList{QStringLiteral("--json"), path("e.json"),
                                                QStringLiteral("--quantity"), QStringLiteral("1")}
                                    + more);
        return outcome.code == 0 ? json(path("e.json"))[QLatin1String(key)].toDouble() : -1e9;
    };
    QCOMPARE(figure({}, "fees"), 0.0);
    QVERIFY(figure({QStringLiteral("--fees"), QStringLiteral("4.5,1.5")}, "fees") > 10.0);
    QVERIFY(figure({}, "funding") != 0.0);
    QCOMPARE(figure({QStringLiteral("--funding"), QStringLiteral("none")}, "funding"), 0.0);
    QByteArray percent = "time,symbol,funding_rate_pct_1h\n";
    QByteArray fraction = "time,funding_rate_1h\n";
    for (int hour = 0; hour <= 121; ++hour) {
        const QByteArray time = QByteArray::number(1'777'593'600'000 + hour * 3'600'000LL);
        percent += time + ",ETH,0.01\n";
        fraction += time + ",0.0001\n";
    }
    const QString inPercent = write("percent.csv", percent);
    const QString inFraction = write("fraction.csv", fraction);
    const double paid = figure({QStringLiteral("--funding"), inPercent}, "funding");
    QVERIFY(paid != 0.0);
    QCOMPARE(figure({QStringLiteral("--funding"), QStringLiteral("ETH=") + inFraction}, "funding"),
             paid);
}

void BacktestCommandTest::enginesShareOneAccount()
{
    const QString other = write("other.csv", waves(7'200, "\r\n"));
    const Outcome outcome =
        wickctl({QStringLiteral("backtest"), QStringLiteral("--engine"),
                 QStringLiteral("ma-cross:ETH:15m=") + m_data, QStringLiteral("--engine"),
                 QStringLiteral("ma-cross:BTC=") + other, QStringLiteral("--set"),
                 QStringLiteral("ma-cross.fast=2"), QStringLiteral("--set"),
                 QStringLiteral("slow=5"), QStringLiteral("--json"), path("f.json")});
    QCOMPARE(outcome.code, 0);
    const QJsonArray engines = json(path("f.json"))[QStringLiteral("engines")].toArray();
    QCOMPARE(engines.size(), 2);
    QCOMPARE(engines[0][QStringLiteral("market")].toString(), QStringLiteral("ETH-PERP"));
    QCOMPARE(engines[0][QStringLiteral("timeframe")].toString(), QStringLiteral("15m"));
    QCOMPARE(engines[1][QStringLiteral("timeframe")].toString(), QStringLiteral("5m"));
    for (const auto& engine : engines) {
        QVERIFY(engine.toObject()[QStringLiteral("signals")].toInt() > 0);
        QVERIFY(engine.toObject()[QStringLiteral("parameters")].toString().contains(
            QStringLiteral("fast=2 slow=5 ")));
    }
}

void BacktestCommandTest::riskComesFromFileAndKey()
{
    const QString file =
        write("risk.json", "{\"risk_per_trade\": 0.02, \"max_notional\": \"50000\"}");
    QCOMPARE(run({QStringLiteral("--risk"), file, QStringLiteral("--risk"),
                  QStringLiteral("max_notional=none"), QStringLiteral("--json"), path("g.json")})
                 .code,
             0);
    const QJsonValue risk =
        json(path("g.json"))[QStringLiteral("settings")][QStringLiteral("risk")];
    QCOMPARE(risk[QStringLiteral("risk_per_trade")].toString(), QStringLiteral("0.02"));
    QCOMPARE(risk[QStringLiteral("max_notional")].toString(), QStringLiteral("none"));
}

void BacktestCommandTest::rangesAreBoundByOpenTimes()
{
    QCOMPARE(run({QStringLiteral("--from"), QStringLiteral("2026-05-02"), QStringLiteral("--to"),
                  QStringLiteral("2026-05-03T12:00"), QStringLiteral("--json"), path("h.json")})
                 .code,
             0);
    const QJsonObject report = json(path("h.json"));
    QCOMPARE(report[QStringLiteral("from")].toString(), QStringLiteral("2026-05-02T00:00:00.000Z"));
    QCOMPARE(report[QStringLiteral("to")].toString(), QStringLiteral("2026-05-03T12:00:00.000Z"));
    QCOMPARE(report[QStringLiteral("data")][0][QStringLiteral("bars")].toInt(), 36 * 60);
}

void BacktestCommandTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* options, int code, const char* words) {
        QTest::newRow(name) << QString::fromLatin1(options).split(QLatin1Char(' ')) << code
                            << QString::fromLatin1(words);
    };
    row("parameter unknown", "--set fats=3", 2, "did you mean 'fast'?");
    row("parameter out of range", "--set fast=5000", 2, "fast is 5000; it may be 1 to 1000");
    row("parameter no number", "--set fast=x", 2, "not a number");
    row("choice unknown", "--set kind=emma", 2, "did you mean 'ema'?");
    row("strategy of a parameter unknown", "--set momentum.short=on", 2, "no engine runs");
    row("timeframe unknown", "--timeframe 5x", 2, "did you mean '5m'?");
    row("timeframe below the data", "--timeframe 30s", 2, "finer than the data");
    row("timeframe no multiple", "--timeframe 90s", 2, "no whole number");
    row("risk key unknown", "--risk dayly_loss=0.1", 2, "did you mean 'daily_loss'?");
    row("risk out of range", "--risk daily_loss=7", 2, "it may be");
    row("risk without scope", "--risk ETH.max_notional=1000", 2, "whole account");
    row("risk file missing", "--risk none.json", 1, "none.json: cannot be read");
    row("option unknown", "--tmeframe 5m", 2, "did you mean '--timeframe'?");
    row("value missing", "--timeframe", 2, "needs a value");
    row("argument too many", "extra", 2, "'extra' belongs to no option");
    row("quantity finer than a lot", "--quantity 0.00001", 2, "the lot of ETH-PERP");
    row("quantity not positive", "--quantity 0", 2, "above zero");
    row("balance not positive", "--balance -5", 2, "--balance '-5'");
    row("time unreadable", "--from tomorrow", 2, "--from 'tomorrow'");
    row("times the wrong way round", "--from 2026-05-02 --to 2026-05-01", 2, "not after");
    row("no bars in the range", "--from 2030-01-01", 1, "no bar between");
    row("fill unknown", "--fill next", 2, "there is no fill 'next'");
    row("path unknown", "--path far", 2, "did you mean 'near'?");
    row("calendar unknown", "--calendar newyork", 2, "did you mean 'new_york'?");
    row("fees unreadable", "--fees 4", 2, "TAKER,MAKER");
    row("fees absurd", "--fees 4500,1", 2, "at most 1000");
    row("funding file missing", "--funding none.csv", 1, "none.csv: cannot be read");
    row("instrument file missing", "--instrument none.json", 1, "none.json");
    row("engine and strategy", "--engine ma-cross:ETH=x.csv", 2, "exclude each other");
    row("output not writable", "--json /no/such/folder/x.json", 1, "cannot be written");
}

void BacktestCommandTest::namesWhatIsWrong()
{
    QFETCH(QStringList, more);
    QFETCH(int, code);
    QFETCH(QString, words);
    const Outcome outcome = run(more);
    QVERIFY2(outcome.err.contains(words), qPrintable(outcome.err));
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.out.isEmpty(), qPrintable(outcome.out));
}

void BacktestCommandTest::damagedDataIsNamedWithItsLine()
{
    QByteArray csv = waves(20);
    for (int i = 0; i < 30; ++i) {
        csv += "1777680000000,nan,1,1,1,1\n";
    }
    const QString bad = write("bad.csv", csv);
    const Outcome outcome = wickctl({QStringLiteral("backtest"), QStringLiteral("--engine"),
                                     QStringLiteral("ma-cross:ETH=") + bad,
                                     QStringLiteral("--json"), path("bad.json")});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(QStringLiteral("bad.csv, line 22")), qPrintable(outcome.err));
    QVERIFY(!QFileInfo::exists(path("bad.json")));
    const Outcome unknown = wickctl({QStringLiteral("backtest"), QStringLiteral("--engine"),
                                     QStringLiteral("ma-crss:ETH=") + bad});
    QCOMPARE(unknown.code, 2); // names are checked before candles are read
    QVERIFY(unknown.err.contains(QStringLiteral("did you mean 'ma-cross'?")));
    const Outcome mixed =
        wickctl({QStringLiteral("backtest"), QStringLiteral("--engine"),
                 QStringLiteral("ma-cross:ETH=") + m_data, QStringLiteral("--engine"),
                 QStringLiteral("ma-cross:ETH-PERP=") + bad});
    QCOMPARE(mixed.code, 2);
    QVERIFY2(mixed.err.contains(QStringLiteral("two different series")), qPrintable(mixed.err));
}

void BacktestCommandTest::anInterruptEndsTheRunAndWritesNothing()
{
#ifdef Q_OS_UNIX
    // Candles come through a pipe, so that the signal meets a program that reads them.
    const QByteArray pipe = path("pipe.csv").toUtf8();
    QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
    QProcess process;
    process.start(QStringLiteral(WICKCTL), {QStringLiteral("backtest"), QStringLiteral("--engine"),
                                            QStringLiteral("ma-cross:ETH=") + path("pipe.csv"),
                                            QStringLiteral("--json"), path("never.json")});
    QVERIFY(process.waitForStarted());
    std::signal(SIGPIPE, SIG_IGN); // the reader may be gone before everything is written
    int writer = -1;
    QTRY_VERIFY((writer = ::open(pipe.constData(), O_WRONLY | O_NONBLOCK)) >= 0);
    QVERIFY(::fcntl(writer, F_SETFL, 0) == 0);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QFile out;
    QVERIFY(out.open(writer, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle));
    out.write(waves(20'000));
    out.close();
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(
        QString::fromUtf8(process.readAllStandardError()).contains(QStringLiteral("cancelled")));
    QVERIFY(QDir{m_folder.path()}.entryList({QStringLiteral("never.json*")}).isEmpty());
#else
    QSKIP("signals are sent on Unix only");
#endif
}

void BacktestCommandTest::warnsOnStderrOnly()
{
    const Outcome outcome = wickctl({QStringLiteral("backtest"), QStringLiteral("--engine"),
                                     QStringLiteral("momentum:XAU=") + m_data});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.err.contains(QStringLiteral("warning: momentum is not made for XAU")));
    QVERIFY(!outcome.out.contains(QStringLiteral("warning")));
}

void BacktestCommandTest::strategiesAreListedWithTheirParameters()
{
    const Outcome outcome = wickctl({QStringLiteral("strategies")});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.out.contains(QStringLiteral(
        "parameter\tma-cross\tfast\t10\t1..1000\tbars\tLength of the fast average.\n")));
    QVERIFY(outcome.out.contains(QStringLiteral("parameter\tma-cross\tkind\tsma\tsma|ema\t-\t")));
    for (const QString& line : outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const auto fields = line.count(QLatin1Char('\t')) + 1;
        const QString kind = line.section(QLatin1Char('\t'), 0, 0);
        const bool right = (kind == QStringLiteral("strategy") && fields == 5)
                           || (kind == QStringLiteral("parameter") && fields == 7)
                           || (kind == QStringLiteral("reason") && fields == 4);
        QVERIFY2(right, qPrintable(line));
    }
    QCOMPARE(wickctl({QStringLiteral("strategies"), QStringLiteral("x")}).code, 2);
}

void BacktestCommandTest::takesCandlesFromTheStore()
{
    const QString folder = path("store");
    QVERIFY(QDir{}.mkpath(folder));
    const QStringList ask{QStringLiteral("backtest"),
                          QStringLiteral("--strategy"),
                          QStringLiteral("ma-cross"),
                          QStringLiteral("--market"),
                          QStringLiteral("ETH"),
                          QStringLiteral("--data"),
                          QStringLiteral("db"),
                          QStringLiteral("--data-dir"),
                          folder,
                          QStringLiteral("--json"),
                          path("i.json")};
    const Outcome nothing = wickctl(ask);
    QCOMPARE(nothing.code, 1);
    QVERIFY2(nothing.err.contains(QStringLiteral("no candles of ETH")), qPrintable(nothing.err));
    QCOMPARE(wickctl({QStringLiteral("data"), QStringLiteral("import"), m_data,
                      QStringLiteral("--market"), QStringLiteral("ETH"),
                      QStringLiteral("--data-dir"), folder})
                 .code,
             0);
    QCOMPARE(wickctl(ask).code, 0);
    const QString stored = json(path("i.json"))[QStringLiteral("digest")].toString();
    QCOMPARE(run({QStringLiteral("--json"), path("j.json")}).code, 0);
    QCOMPARE(stored, json(path("j.json"))[QStringLiteral("digest")].toString());
}

void BacktestCommandTest::everySharedRunTradesAndRepeats_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("gaps on gold") << QStringLiteral(
        "--strategy fvg-retest --market XAU --data DIR/xau_1m.csv.gz --timeframe 5m "
        "--calendar new_york");
    QTest::newRow("momentum on BTC")
        << QStringLiteral("--strategy momentum --market BTC --data DIR/btc_1m.csv.gz");
    QTest::newRow("momentum on ETH")
        << QStringLiteral("--strategy momentum --market ETH --data DIR/eth_1m.csv.gz");
    QTest::newRow("three on one account")
        << QStringLiteral("--engine momentum:ETH=DIR/eth_1m.csv.gz "
                          "--engine momentum:BTC=DIR/btc_1m.csv.gz "
                          "--engine fvg-retest:XAU:5m=DIR/xau_1m.csv.gz --calendar XAU=new_york");
    QTest::newRow("crosses at the next open")
        << QStringLiteral("--strategy ma-cross --market BTC --data DIR/btc_1m.csv.gz --fill "
                          "next-open --quantity 0.5");
}

void BacktestCommandTest::everySharedRunTradesAndRepeats()
{
    QFETCH(QString, arguments);
    const QString folder = QStringLiteral(WICK_SOURCE_DIR "/../shared/data");
    if (!QFileInfo::exists(folder)) {
        QSKIP("no folder shared/data beside the source tree");
    }
    const QStringList ask =
        QStringList{QStringLiteral("backtest"), QStringLiteral("--json"), path("k.json")}
        + arguments.replace(QStringLiteral("DIR"), folder).split(QLatin1Char(' '));
    const Outcome first = wickctl(ask);
    QVERIFY2(first.code == 0, qPrintable(first.err));
    const QJsonObject report = json(path("k.json"));
    QVERIFY(report[QStringLiteral("trades")].toInt() > 10);
    QCOMPARE(report[QStringLiteral("digest")].toString().size(), 32);
    QCOMPARE(wickctl(ask).out, first.out); // digests among it
    QCOMPARE(json(path("k.json")), report);
}

WICK_TEST(BacktestCommandTest)
#include "tst_backtestcommand.moc"
