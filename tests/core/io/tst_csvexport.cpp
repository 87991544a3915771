#include "core/base/decimal.h"
#include "core/base/randomsource.h"
#include "core/io/csvexport.h"
#include "core/io/jsonwriter.h"
#include "core/io/outputfile.h"
#include "strategies/catalog.h"
#include "tests/support/backtestvalues.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QTemporaryDir>

#include <rapidcheck.h>

#include <algorithm>

using namespace wick;
using namespace wick::core;
using namespace wick::test;

namespace {

std::vector<std::string> cellsOf(const std::string& line)
{
    std::vector<std::string> cells{""};
    for (const char c : line.substr(0, line.find('\r'))) {
        if (c == ',') {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

std::string lineOf(const TradeRow& trade, std::string_view strategy = "ma-cross")
{
    return io::tradeCsvLine(trade, exampleInstruments()[0], strategy);
}

/// Index of a column by its name.
std::size_t column(const std::string& name)
{
    const auto cells = cellsOf(std::string{io::tradeCsvHeader()});
    return static_cast<std::size_t>(std::find(cells.begin(), cells.end(), name) - cells.begin());
}

std::string cell(const TradeRow& trade, const std::string& name)
{
    return cellsOf(lineOf(trade)).at(column(name));
}

/// A random walk of ETH with holes, in cents.
struct Walk
{
    std::vector<std::int64_t> time, open, high, low, close, volume;

    Walk(std::uint64_t seed, std::size_t bars)
    {
        RandomSource random{seed};
        std::int64_t at = 1'777'593'600'000;
        std::int64_t price = 200'000;
        for (std::size_t i = 0; i < bars; ++i) {
            at += random.below(50) == 0 ? 60'000 * 90 : 60'000;
            const auto step = [&random] {
                return static_cast<std::int64_t>(random.below(401)) - 200;
            };
            const std::int64_t opened = price + step();
            price = std::max<std::int64_t>(opened + step(), 1'000);
            time.push_back(at);
            open.push_back(opened);
            close.push_back(price);
            high.push_back(std::max(opened, price) + std::abs(step()));
            low.push_back(std::min(opened, price) - std::abs(step()));
            volume.push_back(1'000'000);
        }
    }
    [[nodiscard]] CandleColumns columns() const
    {
        return {time, open, high, low, close, volume, 2, 4, minutes(1)};
    }
};

BacktestResult run(const Walk& walk, bool shorts, const FillModel& fill)
{
    CoreSetup setup;
    Instrument::Fields fields = exampleInstruments()[0].fields();
    fields.takerFee = Ppm{450};
    fields.makerFee = Ppm{-50};
    setup.instruments = {Instrument::create(fields).value()};
    EngineSetup engine;
    engine.name = "ma-cross";
    engine.strategy =
        std::move(strategies::catalog().create("ma-cross", {{"fast", "2"},
                                                            {"slow", "5"},
                                                            {"stop_pct", "0.3"},
                                                            {"short", shorts ? "on" : "off"}}))
            .value();
    engine.timeframe = minutes(1);
    setup.engines = {engine};
    setup.fill = fill;
    setup.limits = RiskLimits::open(); // a halt would end the trading, a pause hold it up
    setup.limits.riskPerTrade = 5'000;
    BacktestRunner runner{std::move(setup), {{InstrumentId{0}, walk.columns()}}};
    return runner.run();
}

/// Sum of a money column over all lines of a trade log, in micro-USDC.
std::int64_t sumOf(const std::string& csv, const std::string& name)
{
    std::int64_t sum = 0;
    std::size_t at = csv.find("\r\n") + 2;
    while (at < csv.size()) {
        const std::size_t end = csv.find("\r\n", at);
        sum += parseScaled(cellsOf(csv.substr(at, end - at)).at(column(name)), 6).value();
        at = end + 2;
    }
    return sum;
}

} // namespace

class CsvExportTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesOneFormOfATrade();
    void anOpenTradeHasNoExit();
    void anAverageThatIsNotExactHasFourMoreDecimals();
    void withoutInitialRiskRColumnsAreEmpty();
    void textCannotBecomeAFormula_data();
    void textCannotBecomeAFormula();
    void sumOfNetProfitIsTheChangeOfEquity();
    void equityIsDataWithItsDrawdown();
    void jsonKeepsOrderAndDigits();
    void aFileAppearsWholeOrNotAtAll();
};

void CsvExportTest::writesOneFormOfATrade()
{
    QCOMPARE(io::tradeCsvHeader(),
             std::string_view{
                 "id,strategy,market,side,quantity,entry_time,entry_price,exit_time,exit_price,"
                 "decision_price,arrival_price,price_pnl,fees,funding,slippage,net_profit,"
                 "r_multiple,mae_r,mfe_r,bars_held,balance,entry_order,exit_order,verdict,reasons,"
                 "ambiguous\r\n"});
    TradeRow trade = tradeOf(10);
    trade.quantity = trade.closed = Quantity{12'500};
    trade.entrySum = static_cast<Int128>(200'000) * 12'500;
    trade.exitSum = static_cast<Int128>(200'800) * 12'500;
    trade.worst = Price{199'000};
    trade.best = Price{201'000};
    trade.fees = Money{1'500'000};
    trade.funding = Money{-250};
    trade.slippage = Money{40'000};
    trade.barsHeld = 12;
    trade.balance = usdc(100'008);
    trade.entryOrder = OrderId{1};
    trade.exitOrder = OrderId{4};
    trade.verdict = VerdictId{9};
    trade.ambiguous = true;
    QCOMPARE(lineOf(trade),
             std::string{"1,ma-cross,ETH-PERP,long,1.25,2026-05-01T00:00:00.000Z,2000.00,"
                         "2026-05-01T01:00:00.000Z,2008.00,2000.00,2000.00,10.000000,1.500000,"
                         "-0.000250,0.040000,8.500250,0.0850,-0.1250,0.1250,12,100008.000000,1,4,9,"
                         "IN;OUT,1\r\n"});
}

void CsvExportTest::anOpenTradeHasNoExit()
{
    TradeRow trade = tradeOf(10);
    trade.open = true;
    trade.side = Side::Sell;
    trade.exitReason = {"OPEN", "Open."};
    for (const char* name : {"exit_time", "exit_price", "exit_order"}) {
        QCOMPARE(cell(trade, name), std::string{});
    }
    QCOMPARE(cell(trade, "reasons"), std::string{"IN;OPEN"});
    QCOMPARE(cell(trade, "side"), std::string{"short"});
}

void CsvExportTest::anAverageThatIsNotExactHasFourMoreDecimals()
{
    TradeRow trade = tradeOf(10);
    trade.quantity = Quantity{3};
    trade.entrySum = 200'000 + 200'001 + 200'001;
    QCOMPARE(cell(trade, "entry_price"), std::string{"2000.006667"});
    trade.entrySum = 200'000 + 200'001 + 200'002;
    QCOMPARE(cell(trade, "entry_price"), std::string{"2000.01"});
}

void CsvExportTest::withoutInitialRiskRColumnsAreEmpty()
{
    const TradeRow trade = tradeOf(10, 0);
    for (const char* name : {"r_multiple", "mae_r", "mfe_r"}) {
        QCOMPARE(cell(trade, name), std::string{});
    }
}

void CsvExportTest::textCannotBecomeAFormula_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* expected) {
        QTest::newRow(expected) << QString::fromLatin1(text) << QString::fromLatin1(expected);
    };
    row("ma-cross", "ma-cross");
    row("", "");
    row("=1+1", "'=1+1");
    row("+x", "'+x");
    row("-x", "'-x");
    row("@x", "'@x");
    row("\tx", "'\tx");
    row("\rx", "\"'\rx\"");
    row("a,b", "\"a,b\"");
    row("a\"b", "\"a\"\"b\"");
    row("=A1,\"x\"", "\"'=A1,\"\"x\"\"\"");
    row("a\nb", "\"a\nb\"");
}

void CsvExportTest::textCannotBecomeAFormula()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(io::csvText(text.toStdString())), expected);
    TradeRow trade = tradeOf(1);
    const std::string line = lineOf(trade, text.toStdString());
    QVERIFY(line.starts_with("1," + expected.toStdString() + ",ETH-PERP,"));
}

void CsvExportTest::sumOfNetProfitIsTheChangeOfEquity()
{
    std::size_t trades = 0;
    std::size_t open = 0;
    const bool holds = rc::check([&](std::uint64_t seed, bool shorts, bool textbook) {
        FillModel fill;
        fill.kind = textbook ? FillModel::Kind::NextOpen : FillModel::Kind::Model;
        const BacktestResult result = run(Walk{seed, 400}, shorts, fill);
        const auto instruments = exampleInstruments();
        const std::vector<std::string> names{"ma-cross"};
        const std::string csv =
            io::tradeCsv({instruments, names, result.trades, result.openTrades});
        RC_ASSERT(sumOf(csv, "net_profit") == (result.balance - result.startBalance).count());
        RC_ASSERT(sumOf(csv, "price_pnl") - sumOf(csv, "fees") - sumOf(csv, "funding")
                  == (result.balance - result.startBalance).count());
        RC_ASSERT(result.equity.back().equity == result.balance);
        trades += result.trades.size();
        open += result.openTrades.size();
    });
    QVERIFY(holds);
    QVERIFY(trades > 500); // the property is about something
    QVERIFY(open > 10);
}

void CsvExportTest::equityIsDataWithItsDrawdown()
{
    QCOMPARE(io::equityCsv(equityAt({{0, 100}, {1, 120}, {2, 90}})),
             std::string{"time,equity,drawdown\n"
                         "1777593600000,100,0\n"
                         "1777597200000,120,0\n"
                         "1777600800000,90,0.25\n"});
}

void CsvExportTest::jsonKeepsOrderAndDigits()
{
    io::JsonWriter json;
    json.beginObject();
    json.money("zeta", Money{-1});
    json.text("alpha", "a \"b\"\n\\");
    json.beginArray("list");
    json.number({}, 0.1);
    json.number({}, std::optional<double>{});
    json.number({}, 1.0 / 0.0);
    json.endArray();
    json.beginObject("empty");
    json.endObject();
    json.whole("count", std::uint64_t{18'446'744'073'709'551'615U});
    json.flag("done", true);
    json.endObject();
    QCOMPARE(json.take(), std::string{"{\n"
                                      "  \"zeta\": -0.000001,\n"
                                      "  \"alpha\": \"a \\\"b\\\"\\u000a\\\\\",\n"
                                      "  \"list\": [\n"
                                      "    0.1,\n"
                                      "    null,\n"
                                      "    null\n"
                                      "  ],\n"
                                      "  \"empty\": {},\n"
                                      "  \"count\": 18446744073709551615,\n"
                                      "  \"done\": true\n"
                                      "}\n"});
}

void CsvExportTest::aFileAppearsWholeOrNotAtAll()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.csv"));
    {
        auto file = io::OutputFile::open(path);
        QVERIFY(file);
        QVERIFY(!QFile::exists(path));
    }
    QVERIFY(!QFile::exists(path)); // given up: nothing is left
    auto file = io::OutputFile::open(path);
    QVERIFY(file);
    QVERIFY(file->commit("whole"));
    QFile written{path};
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray{"whole"});
    const auto nowhere = io::OutputFile::open(folder.filePath(QStringLiteral("no/such/out.csv")));
    QVERIFY(!nowhere);
    QVERIFY(nowhere.error().sentence.contains(QStringLiteral("no/such/out.csv")));
}

WICK_TEST(CsvExportTest)
#include "tst_csvexport.moc"
