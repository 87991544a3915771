#include "app/session/backtestjob.h"
#include "core/io/csvexport.h"
#include "tests/support/testregistry.h"

#include <QFile>

#include <optional>
#include <vector>

using namespace wick;
using namespace wick::core;
using namespace Qt::StringLiterals;

namespace {

struct Flip
{
    Side side{};
    std::int64_t entryMs = 0;
    std::int64_t entry = 0;
    std::optional<std::int64_t> exitMs; ///< none: still open
    std::int64_t exit = 0;
};

std::int64_t sumOf(const CandleColumns& bars, std::size_t last, std::size_t length)
{
    std::int64_t sum = 0;
    for (std::size_t i = last + 1 - length; i <= last; ++i) {
        sum += bars.close[i];
    }
    return sum;
}

/// The strategy's rule written down a second time, in integers: averages compared as fast sum times
/// slow length against slow sum times fast length, fills at the next open.
std::vector<Flip> flipsOf(const CandleColumns& bars, std::size_t fast, std::size_t slow)
{
    std::vector<Flip> flips;
    std::optional<std::int64_t> before;
    for (std::size_t i = slow - 1; i + 1 < bars.size(); ++i) {
        const std::int64_t above = sumOf(bars, i, fast) * static_cast<std::int64_t>(slow)
                                   - sumOf(bars, i, slow) * static_cast<std::int64_t>(fast);
        std::optional<Side> cross;
        if (before && *before <= 0 && above > 0) {
            cross = Side::Buy;
        } else if (before && *before >= 0 && above < 0) {
            cross = Side::Sell;
        }
        before = above;
        if (!cross || (!flips.empty() && flips.back().side == *cross)) {
            continue;
        }
        if (!flips.empty()) {
            flips.back().exitMs = bars.time[i + 1];
            flips.back().exit = bars.open[i + 1];
        }
        flips.push_back({*cross, bars.time[i + 1], bars.open[i + 1], {}, 0});
    }
    return flips;
}

} // namespace

class SampleTradesTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void maCrossTradesAsWrittenDown_data();
    void maCrossTradesAsWrittenDown();
};

void SampleTradesTest::maCrossTradesAsWrittenDown_data()
{
    QTest::addColumn<QString>("market");
    QTest::addColumn<int>("fast");
    QTest::addColumn<int>("slow");
    for (const char* market : {"eth", "btc", "xau"}) {
        QTest::addRow("%s 10/30", market) << QString::fromLatin1(market) << 10 << 30;
        QTest::addRow("%s 50/200", market) << QString::fromLatin1(market) << 50 << 200;
    }
}

void SampleTradesTest::maCrossTradesAsWrittenDown()
{
    QFETCH(const QString, market);
    QFETCH(const int, fast);
    QFETCH(const int, slow);
    const QString samples = QStringLiteral(WICK_SOURCE_DIR "/resources/samples/");
    const QString candles = samples + market + u"_practice_5000.csv"_s;
    session::BacktestJob job;
    session::BacktestEngine engine;
    engine.strategy = "ma-cross";
    engine.market = market.toUpper().toStdString();
    engine.timeframe = "1m";
    engine.candles = session::FileCandles{candles};
    engine.parameters = {{"fast", std::to_string(fast)}, {"slow", std::to_string(slow)}};
    job.engines.push_back(engine);
    job.fill.kind = FillModel::Kind::NextOpen;
    job.quantity = Decimal{1, 0};
    auto prepared = session::prepareBacktest(job);
    QVERIFY(prepared.has_value());
    const auto outcome = session::runBacktest(std::move(*prepared));

    const auto& bars = outcome.series.front().candles.columns;
    const auto flips =
        flipsOf(bars, static_cast<std::size_t>(fast), static_cast<std::size_t>(slow));
    const auto& trades = outcome.result.trades;
    QCOMPARE(trades.size() + outcome.result.openTrades.size(), flips.size());
    for (std::size_t i = 0; i < trades.size(); ++i) {
        QVERIFY(trades[i].side == flips[i].side);
        QCOMPARE(toMilliseconds(trades[i].entryTime), flips[i].entryMs);
        QCOMPARE(toMilliseconds(trades[i].exitTime), flips[i].exitMs.value());
        QVERIFY(trades[i].pricePnl.count() != 0 || flips[i].entry == flips[i].exit);
    }

    QFile golden{samples + u"%1_ma_cross_%2_%3.csv"_s.arg(market).arg(fast).arg(slow)};
    QVERIFY(golden.open(QIODevice::ReadOnly));
    const auto names = outcome.strategyNames();
    const std::string csv = io::tradeCsv(
        {outcome.setup.instruments, names, outcome.result.trades, outcome.result.openTrades});
    QCOMPARE(QByteArray::fromStdString(csv), golden.readAll());
}

WICK_TEST(SampleTradesTest)
#include "tst_sampletrades.moc"
