#include "app/cli/lightercandles.h"
#include "app/cli/lightercheckup.h"
#include "app/cli/lightermarkets.h"
#include "core/base/clock.h"
#include "core/io/venues/lighter/exchange/exchangeserver.h"
#include "core/io/venues/lighter/exchange/practiceaccount.h"
#include "core/io/venues/lighter/exchange/practicesetup.h"
#include "tests/app/cli/wickctl.h"
#include "tests/core/io/gateway/rawserver.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace wick;
using namespace Qt::StringLiterals;
using cli::Verdict;
using test::kPatienceMs;
using test::Outcome;
using test::RawServer;

namespace {

/// A practice exchange whose market stands still just after its start.
struct Exchange
{
    explicit Exchange(const exchange::PracticeRequest& request = {})
        : server(exchange::practiceService(request), clock)
        , port(server.listen(QHostAddress{QHostAddress::LocalHost}, 0).value())
    {}
    core::ManualClock clock{core::kPracticeStart + core::seconds(2)}; // there is a book
    exchange::ExchangeServer server;
    quint16 port;
};

/// Runs `wickctl lighter …` against a port of this process, whose events go on meanwhile.
Outcome lighterAt(quint16 port, const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(WICKCTL), QStringList{u"lighter"_s} + arguments
                                               + QStringList{u"--port"_s, QString::number(port)});
    const bool ended = QTest::qWaitFor(
        [&process] { return process.state() == QProcess::NotRunning; }, kPatienceMs);
    if (!ended || process.exitStatus() != QProcess::NormalExit) {
        return {};
    }
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// A server that answers every request with the same bytes and closes.
class Answering
{
public:
    explicit Answering(QByteArray bytes)
        : m_server([bytes = std::move(bytes)](QTcpSocket& socket, const QByteArray&) {
            socket.write(bytes);
            socket.disconnectFromHost();
        })
    {}
    [[nodiscard]] quint16 port() const { return m_server.port(); }

private:
    RawServer m_server;
};

QByteArray reply(const QByteArray& body, const QByteArray& status = "200 OK")
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\n\r\n" + body;
}

QStringList rows(const QString& table)
{
    return table.split(u'\n', Qt::SkipEmptyParts);
}

/// The line of a check-up about a subject: verdict, subject, what, remedy.
QStringList findingOf(const Outcome& run, const QString& subject)
{
    for (const QString& line : rows(run.out)) {
        if (const QStringList cells = line.split(u'\t'); cells.value(1) == subject) {
            return cells;
        }
    }
    return {};
}

lighter::wire::Market ether()
{
    lighter::wire::Market market;
    market.symbol = "ETH";
    market.status = lighter::wire::MarketStatus::Active;
    market.priceDecimals = 2;
    market.sizeDecimals = 4;
    market.minimumBase = {5, 3};
    market.minimumQuote = {10, 0};
    market.defaultInitialMargin = 500;
    market.maintenanceMargin = 120;
    return market;
}

io::InstrumentSpec etherSpec()
{
    const auto specs = io::builtInInstruments();
    return *io::findInstrument(specs, "ETH");
}

lighter::wire::Candle candleAt(std::int64_t ms)
{
    lighter::wire::Candle candle;
    candle.start = core::fromMilliseconds(ms);
    candle.open = candle.low = {200'000, 2};
    candle.high = candle.close = {200'150, 2};
    candle.baseVolume = {13'223'699'999'999, 12}; // as the venue adds up
    return candle;
}

cli::CandleRange minutesOf(std::int64_t fromMs, std::int64_t count)
{
    const core::Timestamp from = core::fromMilliseconds(fromMs);
    return {ether(), core::minutes(1), from, from + core::minutes(1) * count};
}

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kBegin = 1'768'000'020'000; // a full minute

} // namespace

/// `wickctl lighter`: as a program against the practice exchange, and its judgements alone.
class LighterCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheMarkets();
    void tellsMaintenance();
    void showsTheBook();
    void downloadsIntoAFile();
    void downloadsIntoTheStoreOnceOnly();
    void goesOnWhereTheStoreEnds();
    void finishedBarsOnly();
    void theCheckUpIsGood();
    void theCheckUpKnowsTheKey();
    void theCheckUpNamesAnUnknownAccount();
    void theCheckUpReadsAnInstrumentFile();
    void namesWhereNobodyListens();
    void namesTooManyRequests();
    void namesMaintenanceOfTheServer();
    void namesACutAnswer();
    void namesWhatIsNoAnswer();
    void namesAMissingMarket();
    void endsWhenItIsInterrupted();
    void namesTheMistake_data();
    void namesTheMistake();

    void clocksAreComparedByTheSecond_data();
    void clocksAreComparedByTheSecond();
    void otherDecimalsFail();
    void otherLimitsWarn();
    void aClosedMarketWarns();
    void aReservedSlotFails();
    void addsUpTheBook();
    void refusesAnOrderBeyondTheDecimals();
    void takesBarsOfTheRangeOnce();
    void refusesBars_data();
    void refusesBars();
};

// ── Against the practice exchange ───────────────────────────────────────────────────────────────

void LighterCommandTest::listsTheMarkets()
{
    const Exchange exchange;
    const Outcome run = lighterAt(exchange.port, {u"markets"_s});
    QVERIFY2(run.code == 0, qPrintable(run.err));
    const QStringList lines = rows(run.out);
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[0].startsWith(u"market\tid\tstatus\tprice_decimals\tsize_decimals\t"_s));
    QCOMPARE(lines[1], u"ETH\t0\tactive\t2\t4\t0.005\t10\t281474976.710655\t0.05\t0.02\t0.012\t"
                       u"0.008\t0\t0\talways"_s);
    QVERIFY(lines[2].startsWith(u"BTC\t1\tactive\t1\t5\t"_s));
    QVERIFY(lines[3].startsWith(u"XAU\t92\tactive\t2\t4\t"_s));
}

void LighterCommandTest::tellsMaintenance()
{
    Exchange exchange;
    exchange.server.service().exchange().maintenance = true;
    QVERIFY(lighterAt(exchange.port, {u"markets"_s}).out.contains(u"\nETH\t0\treduce-only\t"_s));
    const Outcome run = lighterAt(exchange.port, {u"doctor"_s});
    QCOMPARE(run.code, 0); // it will pass
    QCOMPARE(findingOf(run, u"market ETH"_s).value(0), u"warn"_s);
    QVERIFY(findingOf(run, u"market ETH"_s).value(2).contains(u"maintenance"_s));
}

void LighterCommandTest::showsTheBook()
{
    const Exchange exchange;
    const Outcome run = lighterAt(exchange.port, {u"book"_s, u"eth-perp"_s, u"--orders"_s, u"3"_s});
    QVERIFY2(run.code == 0, qPrintable(run.err));
    const QStringList lines = rows(run.out);
    QCOMPARE(lines.size(), 1 + 3 + 3);
    QCOMPARE(lines[0], u"side\tprice\tsize\torders\ttotal"_s);
    const auto price = [&](qsizetype line) {
        return lines[line].split(u'\t')[1].toDouble();
    };
    QVERIFY(lines[1].startsWith(u"ask\t"_s) && lines[4].startsWith(u"bid\t"_s));
    QVERIFY(price(1) < price(2) && price(2) < price(3));
    QVERIFY(price(4) > price(5) && price(5) > price(6));
    QVERIFY(price(1) > price(4));
}

void LighterCommandTest::downloadsIntoAFile()
{
    const Exchange exchange;
    const QTemporaryDir room;
    const QString path = room.filePath(u"eth.csv"_s);
    const Outcome run = lighterAt(
        exchange.port, {u"candles"_s, u"ETH"_s, u"--from"_s, u"2026-01-12"_s, u"--csv"_s, path});
    QVERIFY2(run.code == 0, qPrintable(run.err));
    QFile file{path};
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QStringList lines = rows(QString::fromUtf8(file.readAll()));
    QCOMPARE(lines.size(), 1 + 1'440); // three answers of the venue
    QVERIFY(lines[1].startsWith(u"1768176000000,"_s));
    QVERIFY(lines.last().startsWith(u"1768262340000,"_s));
}

void LighterCommandTest::downloadsIntoTheStoreOnceOnly()
{
    const Exchange exchange;
    const QTemporaryDir room;
    const QStringList ask{u"candles"_s,     u"BTC"_s, u"--from"_s,     u"2026-01-12"_s,
                          u"--timeframe"_s, u"5m"_s,  u"--data-dir"_s, room.path()};
    const Outcome first = lighterAt(exchange.port, ask);
    QVERIFY2(first.code == 0, qPrintable(first.err));
    QCOMPARE(rows(first.out).value(1), u"BTC\tlighter-practice\t5m\t3\t288\t0\t0"_s);
    // The second time nothing is missing: two requests, for time and market.
    QCOMPARE(rows(lighterAt(exchange.port, ask).out).value(1),
             u"BTC\tlighter-practice\t5m\t2\t0\t0\t0"_s);
    QCOMPARE(rows(lighterAt(exchange.port, ask + QStringList{u"--again"_s}).out).value(1),
             u"BTC\tlighter-practice\t5m\t3\t0\t288\t0"_s);
    const Outcome list = test::wickctl({u"data"_s, u"list"_s, u"--data-dir"_s, room.path()});
    QVERIFY2(list.out.contains(u"\nBTC,lighter-practice,5m,288,"_s), qPrintable(list.out));
}

void LighterCommandTest::goesOnWhereTheStoreEnds()
{
    const Exchange exchange;
    const QTemporaryDir room;
    const auto download = [&](const QString& from, const QString& to) -> QString {
        const Outcome run = lighterAt(exchange.port, {u"candles"_s, u"ETH"_s, u"--timeframe"_s,
                                                      u"1h"_s, u"--from"_s, from, u"--to"_s, to,
                                                      u"--data-dir"_s, room.path()});
        return rows(run.out).value(1) + run.err;
    };
    QCOMPARE(download(u"2026-01-05"_s, u"2026-01-06"_s),
             u"ETH\tlighter-practice\t1h\t3\t24\t0\t0"_s);
    // Both before it and after it, and nothing of it again.
    QCOMPARE(download(u"2026-01-04"_s, u"2026-01-07"_s),
             u"ETH\tlighter-practice\t1h\t4\t48\t0\t0"_s);
    // What is left out in between is told.
    QCOMPARE(download(u"2026-01-09"_s, u"2026-01-10"_s),
             u"ETH\tlighter-practice\t1h\t3\t24\t0\t0"_s);
    const QString again = download(u"2026-01-04"_s, u"2026-01-10"_s);
    QVERIFY2(again.startsWith(u"ETH\tlighter-practice\t1h\t2\t0\t0\t0"_s), qPrintable(again));
    QVERIFY2(again.contains(u"48 are missing; --again"_s), qPrintable(again));
}

void LighterCommandTest::finishedBarsOnly()
{
    Exchange exchange;
    exchange.clock.advance(core::minutes(7)); // inside a bar of five minutes
    const QTemporaryDir room;
    const QString path = room.filePath(u"x.csv"_s);
    const QStringList ask{u"candles"_s, u"ETH"_s, u"--timeframe"_s, u"5m"_s, u"--csv"_s, path};
    // Years before the market began cost one request: its days are asked for first.
    const Outcome run = lighterAt(
        exchange.port, ask + QStringList{u"--from"_s, u"2025-06-01"_s, u"--to"_s, u"2027-01-01"_s});
    QVERIFY2(run.code == 0, qPrintable(run.err));
    QVERIFY2(run.err.contains(u"4033 bars"_s), qPrintable(run.err)); // 14 days and one bar
    QFile file{path};
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(rows(QString::fromUtf8(file.readAll())).value(4'033).startsWith(u"1768262400000,"_s));

    const Outcome later = lighterAt(exchange.port, ask + QStringList{u"--from"_s, u"2026-02-01"_s});
    QCOMPARE(later.code, 1);
    QVERIFY2(later.err.contains(u"at the venue it is 2026-01-13T00:07:02.000Z"_s),
             qPrintable(later.err));
    const Outcome before = lighterAt(
        exchange.port, ask + QStringList{u"--from"_s, u"2025-06-01"_s, u"--to"_s, u"2025-06-02"_s});
    QCOMPARE(before.code, 1);
    QVERIFY2(before.err.contains(u"no bars in that range"_s), qPrintable(before.err));
}

void LighterCommandTest::theCheckUpIsGood()
{
    const Exchange exchange;
    const Outcome run = lighterAt(exchange.port, {u"doctor"_s});
    QVERIFY2(run.code == 0, qPrintable(run.out));
    for (const QString& line : rows(run.out)) {
        QVERIFY2(line.startsWith(u"ok\t"_s), qPrintable(line));
        QCOMPARE(line.count(u'\t'), 3);
    }
    for (const QString& subject : {u"network"_s, u"tls"_s, u"clock"_s, u"decimals XAU"_s}) {
        QVERIFY2(!findingOf(run, subject).isEmpty(), qPrintable(subject));
    }
    QVERIFY(run.err.contains(u"Never give an Ethereum key"_s));
}

void LighterCommandTest::theCheckUpKnowsTheKey()
{
    const Exchange exchange;
    const QStringList ask{u"doctor"_s, u"--account"_s, u"1000"_s, u"--slot"_s, u"4"_s};
    const Outcome shown = lighterAt(exchange.port, ask);
    QCOMPARE(shown.code, 0);
    const QStringList key = findingOf(shown, u"key"_s);
    QCOMPARE(key.value(0), u"warn"_s); // not compared with anything
    QVERIFY(findingOf(shown, u"account"_s).value(2).contains(u"collateral 100000"_s));
    QCOMPARE(findingOf(shown, u"nonce"_s).value(2), u"the next one is 0"_s);

    const QString hex = key.value(2).split(u' ').last();
    QCOMPARE(hex.size(), 80);
    const Outcome same =
        lighterAt(exchange.port, ask + QStringList{u"--public-key"_s, hex.toUpper()});
    QCOMPARE(findingOf(same, u"key"_s).value(0), u"ok"_s);
    const Outcome other =
        lighterAt(exchange.port, ask + QStringList{u"--public-key"_s, QString{80, u'a'}});
    QCOMPARE(other.code, 1);
    QCOMPARE(findingOf(other, u"key"_s).value(0), u"fail"_s);
}

void LighterCommandTest::theCheckUpNamesAnUnknownAccount()
{
    const Exchange exchange;
    const Outcome account = lighterAt(exchange.port, {u"doctor"_s, u"--account"_s, u"7"_s});
    QCOMPARE(account.code, 1);
    QVERIFY(findingOf(account, u"account"_s)
                .value(2)
                .contains(u"api/v1/account: HTTP 400, code 21100"_s));
    const Outcome slot =
        lighterAt(exchange.port, {u"doctor"_s, u"--account"_s, u"1000"_s, u"--slot"_s, u"9"_s});
    QCOMPARE(slot.code, 1);
    QVERIFY(findingOf(slot, u"key"_s).value(2).contains(u"api/v1/apikeys: HTTP 400, code 21109"_s));
}

void LighterCommandTest::theCheckUpReadsAnInstrumentFile()
{
    const Exchange exchange;
    const QTemporaryDir room;
    QFile ours{QStringLiteral(WICK_SOURCE_DIR "/resources/instruments.json")};
    QVERIFY(ours.open(QIODevice::ReadOnly));
    QFile file{room.filePath(u"i.json"_s)};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(ours.readAll().replace(R"("tick": "0.1")", R"("tick": "0.5")"));
    file.close();
    const Outcome run = lighterAt(exchange.port, {u"doctor"_s, u"--instrument"_s, file.fileName()});
    QCOMPARE(run.code, 1);
    QCOMPARE(findingOf(run, u"decimals BTC"_s).value(0), u"fail"_s);
    QCOMPARE(findingOf(run, u"decimals BTC"_s).value(2), u"tick 0.1, in the file 0.5"_s);
    QCOMPARE(findingOf(run, u"decimals ETH"_s).value(0), u"ok"_s);
}

// ── What goes wrong ─────────────────────────────────────────────────────────────────────────────

void LighterCommandTest::namesWhereNobodyListens()
{
    const quint16 port = Answering{{}}.port(); // and is closed again
    const Outcome run = lighterAt(port, {u"markets"_s});
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.isEmpty());
    const QString where = u"http://127.0.0.1:"_s + QString::number(port) + u'/';
    QVERIFY2(run.err.contains(where + u"api/v1/orderBookDetails: "_s), qPrintable(run.err));
    QVERIFY2(run.err.contains(u"`wickctl exchange`"_s), qPrintable(run.err));
    const Outcome doctor = lighterAt(port, {u"doctor"_s});
    QCOMPARE(doctor.code, 1);
    QCOMPARE(rows(doctor.out).size(), 1); // the rest depends on it
    QCOMPARE(findingOf(doctor, u"network"_s).value(0), u"fail"_s);
}

void LighterCommandTest::namesTooManyRequests()
{
    exchange::PracticeRequest request;
    request.tier.readBudget = 1;
    const Exchange exchange{request};
    const Outcome run = lighterAt(exchange.port, {u"book"_s, u"ETH"_s});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(u"api/v1/orderBookOrders: HTTP 429, code 23000"_s)
                 && run.err.contains(u"for a minute"_s),
             qPrintable(run.err));
    QVERIFY(run.out.isEmpty());
    const Outcome doctor = lighterAt(exchange.port, {u"doctor"_s});
    QCOMPARE(doctor.code, 1);
    QVERIFY(findingOf(doctor, u"network"_s).value(2).contains(u"HTTP 429"_s));
}

void LighterCommandTest::namesMaintenanceOfTheServer()
{
    const Answering server{reply("<html>be right back</html>", "503 Service Unavailable")};
    const Outcome run = lighterAt(server.port(), {u"doctor"_s});
    QCOMPARE(run.code, 1);
    const QString what = findingOf(run, u"network"_s).value(2);
    QVERIFY2(what.contains(u"HTTP 503"_s) && what.contains(u"maintenance"_s), qPrintable(what));
}

void LighterCommandTest::namesACutAnswer()
{
    const Answering server{"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"code\":200,"};
    const Outcome run = lighterAt(server.port(), {u"markets"_s});
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.contains(u"api/v1/orderBookDetails: "_s), qPrintable(run.err));
}

void LighterCommandTest::namesWhatIsNoAnswer()
{
    const Answering server{reply(R"({"code":200,"order_book_deta)")};
    const Outcome run = lighterAt(server.port(), {u"markets"_s});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(u"HTTP 200, but the answer cannot be read: "_s), qPrintable(run.err));
    const Answering refusing{reply(R"({"code":29500,"message":"internal server error"})")};
    const Outcome refused = lighterAt(refusing.port(), {u"markets"_s});
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains(u"HTTP 200, code 29500: internal server error"_s),
             qPrintable(refused.err));
}

void LighterCommandTest::namesAMissingMarket()
{
    exchange::PracticeRequest request;
    request.markets = {"ETH"};
    const Exchange exchange{request};
    const Outcome markets = lighterAt(exchange.port, {u"markets"_s});
    QCOMPARE(markets.code, 1);
    QCOMPARE(rows(markets.out).size(), 2); // what there is, is shown
    QVERIFY2(markets.err.contains(u"has no market BTC XAU"_s), qPrintable(markets.err));
    QCOMPARE(lighterAt(exchange.port, {u"book"_s, u"XAU"_s}).code, 1);
    QCOMPARE(findingOf(lighterAt(exchange.port, {u"doctor"_s}), u"market XAU"_s).value(0),
             u"fail"_s);
}

void LighterCommandTest::endsWhenItIsInterrupted()
{
    const RawServer silent{[](QTcpSocket&, const QByteArray&) {
    }};
    QProcess process;
    process.start(QStringLiteral(WICKCTL),
                  {u"lighter"_s, u"markets"_s, u"--port"_s, QString::number(silent.port())});
    QTRY_COMPARE_WITH_TIMEOUT(silent.connections(), 1, kPatienceMs);
    process.terminate();
    const Outcome run = test::outcomeOf(process);
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains(u"api/v1/orderBookDetails: interrupted"_s), qPrintable(run.err));
}

void LighterCommandTest::namesTheMistake_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const QStringList& arguments, const QString& part) {
        QTest::newRow(name) << arguments << part;
    };
    const QStringList candles{u"candles"_s, u"ETH"_s};
    const QStringList from = candles + QStringList{u"--from"_s, u"2026-01-12"_s};
    row("no action", {}, u"one of markets, book, candles, doctor"_s);
    row("unknown action", {u"market"_s}, u"did you mean 'markets'?"_s);
    row("unknown network", {u"markets"_s, u"--network"_s, u"main"_s}, u"no profile 'main'"_s);
    row("port of mainnet", {u"markets"_s, u"--network"_s, u"mainnet"_s, u"--port"_s, u"1"_s},
        u"practice network only"_s);
    row("no port", {u"markets"_s, u"--port"_s, u"65536"_s}, u"from 1 to 65535"_s);
    row("market too many", {u"markets"_s, u"ETH"_s}, u"'ETH' is not expected"_s);
    row("no market", {u"book"_s}, u"needs one market"_s);
    row("unknown market", {u"book"_s, u"ETC"_s}, u"no market 'ETC'"_s);
    row("no orders", {u"book"_s, u"ETH"_s, u"--orders"_s, u"0"_s}, u"from 1 to 250"_s);
    row("too many orders", {u"book"_s, u"ETH"_s, u"--orders"_s, u"251"_s}, u"from 1 to 250"_s);
    row("no begin", candles, u"needs --from"_s);
    row("bad begin", candles + QStringList{u"--from"_s, u"yesterday"_s}, u"--from: 'yesterday'"_s);
    row("bad range", from + QStringList{u"--to"_s, u"2026-01-12"_s}, u"--to is not after --from"_s);
    row("bad timeframe", from + QStringList{u"--timeframe"_s, u"3m"_s}, u"'3m'"_s);
    row("file and store", from + QStringList{u"--csv"_s, u"x"_s, u"--again"_s},
        u"--again goes with the store"_s);
    row("slot without account", {u"doctor"_s, u"--slot"_s, u"4"_s}, u"goes with --account"_s);
    row("slot of all", {u"doctor"_s, u"--account"_s, u"1"_s, u"--slot"_s, u"255"_s},
        u"from 0 to 254"_s);
    row("key without slot", {u"doctor"_s, u"--public-key"_s, QString{80, u'a'}},
        u"goes with --account and --slot"_s);
    row("short key",
        {u"doctor"_s, u"--account"_s, u"1"_s, u"--slot"_s, u"4"_s, u"--public-key"_s,
         QString{79, u'a'}},
        u"80 hexadecimal digits"_s);
}

void LighterCommandTest::namesTheMistake()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    const Outcome run = test::wickctl(QStringList{u"lighter"_s} + arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.contains(part), qPrintable(run.err));
}

// ── Judgements ──────────────────────────────────────────────────────────────────────────────────

void LighterCommandTest::clocksAreComparedByTheSecond_data()
{
    QTest::addColumn<qint64>("sent");
    QTest::addColumn<qint64>("heard");
    QTest::addColumn<qint64>("apart");
    QTest::addColumn<Verdict>("verdict");
    // The venue's clock is somewhere from 10 s to 11 s.
    QTest::newRow("inside") << 10'400LL << 10'500LL << 0LL << Verdict::Ok;
    QTest::newRow("slow answer around it") << 8'000LL << 12'000LL << 0LL << Verdict::Ok;
    QTest::newRow("half a second behind") << 9'400LL << 9'500LL << 500LL << Verdict::Ok;
    QTest::newRow("a little more behind") << 9'400LL << 9'499LL << 501LL << Verdict::Warn;
    QTest::newRow("half a second ahead") << 11'500LL << 11'600LL << 500LL << Verdict::Ok;
    QTest::newRow("a little more ahead") << 11'501LL << 11'600LL << 501LL << Verdict::Warn;
    QTest::newRow("two seconds behind") << 7'900LL << 8'000LL << 2'000LL << Verdict::Warn;
    QTest::newRow("entries end, behind") << 7'900LL << 7'999LL << 2'001LL << Verdict::Fail;
    QTest::newRow("entries end, ahead") << 13'001LL << 13'100LL << 2'001LL << Verdict::Fail;
}

void LighterCommandTest::clocksAreComparedByTheSecond()
{
    QFETCH(const qint64, sent);
    QFETCH(const qint64, heard);
    QFETCH(const qint64, apart);
    QFETCH(const Verdict, verdict);
    const cli::ClockReading reading{core::fromMilliseconds(sent), core::fromMilliseconds(heard),
                                    core::fromMilliseconds(10'000)};
    QCOMPARE(toMilliseconds(cli::clockApart(reading)), apart);
    const cli::Finding finding = cli::clockFinding(reading);
    QCOMPARE(finding.verdict, verdict);
    QCOMPARE(finding.remedy.empty(), verdict == Verdict::Ok);
}

void LighterCommandTest::otherDecimalsFail()
{
    lighter::wire::Market market = ether();
    QCOMPARE(cli::marketFindings(etherSpec(), {&market, 1})[1].verdict, Verdict::Ok);
    market.sizeDecimals = 3;
    const auto findings = cli::marketFindings(etherSpec(), {&market, 1});
    QCOMPARE(findings[1].verdict, Verdict::Fail);
    QCOMPARE(findings[1].what, std::string{"size decimals 3, in the file 4"});
}

void LighterCommandTest::otherLimitsWarn()
{
    lighter::wire::Market market = ether();
    QCOMPARE(cli::marketFindings(etherSpec(), {&market, 1})[2].verdict, Verdict::Ok);
    market.minimumBase = {1, 2};
    market.maintenanceMargin = 130;
    const auto findings = cli::marketFindings(etherSpec(), {&market, 1});
    QCOMPARE(findings[2].verdict, Verdict::Warn);
    QCOMPARE(findings[2].what, std::string{"minimum 0.01, in the file 0.005; maintenance margin "
                                           "0.013, in the file 0.012"});
}

void LighterCommandTest::aClosedMarketWarns()
{
    lighter::wire::Market market = ether();
    market.status = lighter::wire::MarketStatus::Inactive;
    QCOMPARE(cli::marketFindings(etherSpec(), {&market, 1})[0].verdict, Verdict::Warn);
    QCOMPARE(cli::marketFindings(etherSpec(), {}).front().verdict, Verdict::Fail);
}

void LighterCommandTest::aReservedSlotFails()
{
    const auto verdictOf = [](std::int64_t slot) {
        cli::CheckUpRequest request;
        request.account = 7;
        request.slot = slot;
        return cli::keyFindings(request, {}).front().verdict;
    };
    QCOMPARE(verdictOf(3), Verdict::Fail);
    QCOMPARE(verdictOf(4), Verdict::Ok);
}

void LighterCommandTest::addsUpTheBook()
{
    lighter::wire::BookOrders book;
    book.asks = {{{2, 0}, {2001, 0}}, {{15, 1}, {2000, 0}}, {{25, 2}, {20000, 1}}};
    const auto table = cli::bookTable(book, ether());
    QVERIFY(table);
    QCOMPARE(*table, std::string{"side\tprice\tsize\torders\ttotal\n"
                                 "ask\t2000.00\t1.7500\t2\t1.7500\n"
                                 "ask\t2001.00\t2.0000\t1\t3.7500\n"});
}

void LighterCommandTest::refusesAnOrderBeyondTheDecimals()
{
    lighter::wire::BookOrders book;
    book.bids = {{{1, 0}, {2000001, 3}}};
    const auto table = cli::bookTable(book, ether());
    QVERIFY(!table);
    QCOMPARE(table.error(),
             std::string{"an order of 1 at 2000.001 is beyond the market's decimals"});
}

void LighterCommandTest::takesBarsOfTheRangeOnce()
{
    const lighter::wire::Candles candles{"1m",
                                         {candleAt(kBegin - kMinute), candleAt(kBegin),
                                          candleAt(kBegin), candleAt(kBegin + 2 * kMinute),
                                          candleAt(kBegin + 3 * kMinute)}};
    const auto series = cli::seriesOf(candles, minutesOf(kBegin, 3));
    QVERIFY(series);
    QCOMPARE(series->size(), std::size_t{2});
    QCOMPARE(series->row(0), (io::CandleRow{kBegin, 200'000, 200'150, 200'000, 200'150, 132'237}));
    QCOMPARE(series->row(1).time, kBegin + 2 * kMinute);
}

void LighterCommandTest::refusesBars_data()
{
    QTest::addColumn<QString>("part");
    QTest::newRow("resolution") << u"bars of 5m came where 1m"_s;
    QTest::newRow("order") << u"comes after a later one"_s;
    QTest::newRow("grid") << u"does not open at a multiple of 1m"_s;
    QTest::newRow("price") << u"beyond the market's decimals"_s;
    QTest::newRow("range") << u"2026-01-09"_s;
}

void LighterCommandTest::refusesBars()
{
    QFETCH(const QString, part);
    const QString which = QString::fromUtf8(QTest::currentDataTag());
    lighter::wire::Candles candles{"1m", {candleAt(kBegin), candleAt(kBegin + kMinute)}};
    if (which == u"resolution"_s) {
        candles.resolution = "5m";
    } else if (which == u"order"_s) {
        std::swap(candles.candles[0], candles.candles[1]);
    } else if (which == u"grid"_s) {
        candles.candles[0].start = core::fromMilliseconds(kBegin + 1);
    } else if (which == u"price"_s) {
        candles.candles[1].open = {2'000'001, 3};
    } else {
        candles.candles[1].high = {1'999, 0};
    }
    const auto series = cli::seriesOf(candles, minutesOf(kBegin, 3));
    QVERIFY(!series);
    QVERIFY2(series.error().find(part.toStdString()) != std::string::npos, series.error().c_str());
}

WICK_TEST(LighterCommandTest)
#include "tst_lightercommand.moc"
