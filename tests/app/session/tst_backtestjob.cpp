#include "app/session/backtestjob.h"
#include "app/session/backtestreport.h"
#include "tests/support/testregistry.h"

#include <algorithm>
#include <memory>

using namespace wick;
using namespace wick::session;

namespace {

/// Columns of a made-up series: minutes of ETH in cents, up and down in waves.
struct Waves
{
    std::vector<std::int64_t> time, open, high, low, close, volume;

    explicit Waves(int bars)
    {
        std::int64_t price = 200'000;
        for (int i = 0; i < bars; ++i) {
            const std::int64_t opened = price;
            price += i / 97 % 2 == 0 ? 35 : -35;
            time.push_back(1'777'593'600'000 + i * 60'000LL);
            open.push_back(opened);
            close.push_back(price);
            high.push_back(std::max(opened, price) + 10);
            low.push_back(std::min(opened, price) - 10);
            volume.push_back(100);
        }
    }
};

LoadedCandles candlesOf(int bars, core::Duration interval = core::minutes(1))
{
    auto owner = std::make_shared<const Waves>(bars);
    LoadedCandles candles;
    candles.columns = {owner->time,   owner->open, owner->high, owner->low, owner->close,
                       owner->volume, 2,           0,           interval};
    candles.name = "waves of " + std::to_string(bars);
    candles.owner = std::move(owner);
    return candles;
}

BacktestJob jobOver(int bars)
{
    BacktestEngine engine;
    engine.strategy = "ma-cross";
    engine.market = "ETH";
    engine.candles = candlesOf(bars);
    BacktestJob job;
    job.engines.push_back(std::move(engine));
    return job;
}

JobError errorOf(const BacktestJob& job)
{
    auto prepared = prepareBacktest(job);
    return prepared ? JobError{} : prepared.error();
}

} // namespace

class BacktestJobTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsOverCandlesInMemory();
    void theSamePreparationRunsTwiceAlike();
    void tellsHowFarItIs();
    void aCancelledRunSaysSo();
    void errorsCarryTheirNames();
    void nothingToRunIsAnError();
    void seriesOfDifferentIntervalsAreRefused();
    void fixedQuantityTakesTheOpenPreset();
};

void BacktestJobTest::runsOverCandlesInMemory()
{
    auto prepared = prepareBacktest(jobOver(5'000));
    QVERIFY(prepared);
    QCOMPARE(prepared->series.at(0).bars, std::size_t{5'000});
    const BacktestOutcome outcome = runBacktest(std::move(prepared).value());
    QVERIFY(outcome.result.trades.size() > 5);
    QCOMPARE(outcome.metrics.results.trades, outcome.result.trades.size());
    QCOMPARE(outcome.engines.at(0).signals, outcome.result.signals);
    QCOMPARE(outcome.strategyNames(), std::vector<std::string>{"ma-cross"});
    QCOMPARE(outcome.series.at(0).candles.columns.size(), std::size_t{5'000}); // for the chart
    QVERIFY(textReport(outcome).starts_with("balance "));
}

void BacktestJobTest::theSamePreparationRunsTwiceAlike()
{
    auto prepared = prepareBacktest(jobOver(5'000));
    QVERIFY(prepared);
    const BacktestOutcome first = runBacktest(*prepared);
    const BacktestOutcome second = runBacktest(*prepared);
    QCOMPARE(jsonReport(first), jsonReport(second));
}

void BacktestJobTest::tellsHowFarItIs()
{
    auto prepared = prepareBacktest(jobOver(40'000));
    QVERIFY(prepared);
    std::vector<std::int64_t> seen;
    JobControl control;
    control.progress = [&seen](JobPhase phase, std::int64_t done, std::int64_t total) {
        QCOMPARE(phase, JobPhase::Running);
        QCOMPARE(total, std::int64_t{40'000});
        seen.push_back(done);
    };
    QVERIFY(!runBacktest(std::move(prepared).value(), control).result.cancelled);
    QVERIFY(seen.size() > 1);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
}

void BacktestJobTest::aCancelledRunSaysSo()
{
    auto prepared = prepareBacktest(jobOver(40'000));
    QVERIFY(prepared);
    const std::atomic<bool> cancel{true};
    JobControl control;
    control.cancel = &cancel;
    const BacktestOutcome outcome = runBacktest(std::move(prepared).value(), control);
    QVERIFY(outcome.result.cancelled);
    QVERIFY(outcome.result.bars < 40'000);
}

void BacktestJobTest::errorsCarryTheirNames()
{
    BacktestJob job = jobOver(10);
    job.engines[0].parameters = {{"fast", "4000"}};
    JobError error = errorOf(job);
    QCOMPARE(error.fault, JobFault::ParameterOutOfRange);
    QCOMPARE(error.subject, std::string{"fast"});
    QCOMPARE(error.text, std::string{"4000"});
    QCOMPARE(error.low, std::string{"1"});
    QCOMPARE(error.high, std::string{"1000"});
    QVERIFY(isWrongUse(error.fault));

    job = jobOver(10);
    job.risk = {{"max_notional", "60000"}, {"dayly_loss", "0.1"}};
    error = errorOf(job);
    QCOMPARE(error.fault, JobFault::UnknownRiskKey);
    QCOMPARE(error.nearest, std::string{"daily_loss"});

    job = jobOver(10);
    job.from = core::fromMilliseconds(1'877'593'600'000);
    error = errorOf(job);
    QCOMPARE(error.fault, JobFault::EmptyRange);
    QVERIFY(!isWrongUse(error.fault));

    job = jobOver(10);
    job.engines[0].candles = session::FileCandles{QStringLiteral("/no/such/file.csv")};
    error = errorOf(job);
    QCOMPARE(error.fault, JobFault::CandleFile);
    QVERIFY(describe(error).find("/no/such/file.csv") != std::string::npos);
}

void BacktestJobTest::nothingToRunIsAnError()
{
    QCOMPARE(errorOf(BacktestJob{}).fault, JobFault::NothingToRun);
}

void BacktestJobTest::seriesOfDifferentIntervalsAreRefused()
{
    BacktestJob job = jobOver(10);
    job.engines.push_back(job.engines[0]);
    job.engines[1].market = "BTC-PERP";
    job.engines[1].candles = candlesOf(11, core::minutes(5));
    QCOMPARE(errorOf(job).fault, JobFault::MixedIntervals);
    job.engines[1].market = "eth";
    QCOMPARE(errorOf(job).fault, JobFault::MarketTwice);
    job.engines[1].candles = job.engines[0].candles;
    QVERIFY(prepareBacktest(job)); // two engines on one market
}

void BacktestJobTest::fixedQuantityTakesTheOpenPreset()
{
    BacktestJob job = jobOver(10);
    job.quantity = core::Decimal{15, 1};
    const auto prepared = prepareBacktest(job);
    QVERIFY(prepared);
    QCOMPARE(prepared->setup.engines[0].fixedQuantity, core::Quantity{15'000});
    QCOMPARE(prepared->setup.limits.fleet.dailyLoss, core::kNoLimit);
    job.quantity = core::Decimal{15, 6};
    QCOMPARE(errorOf(job).fault, JobFault::BadQuantity);
}

WICK_TEST(BacktestJobTest)
#include "tst_backtestjob.moc"
