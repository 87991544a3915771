#include "app/session/lookaheadcheck.h"
#include "tests/support/testregistry.h"

using namespace wick;
using namespace wick::core;

namespace {

session::PreparedBacktest practice(const char* strategy, const char* market)
{
    session::BacktestJob job;
    session::BacktestEngine engine;
    engine.strategy = strategy;
    engine.market = market;
    engine.candles = session::PracticeCandles{20};
    job.engines.push_back(engine);
    auto prepared = session::prepareBacktest(job);
    if (!prepared) {
        qFatal("%s", describe(prepared.error()).c_str());
    }
    return std::move(*prepared);
}

/// Decides by what comes later. A future that was taken away is another future, so each run after
/// the first asks for another strength, once the day has turned.
class Peeking final : public Strategy
{
public:
    Peeking()
    {
        m_description.name = "peeking";
        m_description.timeframe = minutes(5);
    }
    [[nodiscard]] const Description& describe() const noexcept override { return m_description; }
    [[nodiscard]] Memory start(const Instrument&) const override { return Memory::of(m_runs++); }
    [[nodiscard]] Decision onStep(const StrategyView& view, Memory& memory) const override
    {
        Decision decision;
        if (view.closed.empty()) {
            return decision;
        }
        Signal signal;
        signal.side = Side::Buy;
        signal.stop = view.closed.back().close - PriceDelta{1'000};
        signal.strength = memory.as<int>() == 0 ? 1.0 : 0.5;
        signal.at = view.now;
        signal.expiry = view.now + minutes(1);
        signal.reason = {"TOLD", "It was told."};
        decision.entry = signal;
        return decision;
    }
    [[nodiscard]] Status status(const Instrument&, const Memory&) const override
    {
        return {"Knows.", {}};
    }

private:
    Description m_description;
    mutable int m_runs = 0;
};

} // namespace

class LookaheadCheckTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anHonestStrategyAgrees();
    void whoKnowsTheFutureIsFound();
    void aCancelledCheckSaysSo();
};

void LookaheadCheckTest::anHonestStrategyAgrees()
{
    const auto report = session::checkLookahead(practice("ma-cross", "ETH"));
    QVERIFY(report.agrees());
    QVERIFY(report.decisions > 20);
    QCOMPARE(report.cuts.size(), std::size_t{4});
    for (std::size_t i = 1; i < report.cuts.size(); ++i) {
        QVERIFY(report.cuts[i - 1].at < report.cuts[i].at);
        QVERIFY(report.cuts[i - 1].decisions <= report.cuts[i].decisions);
    }
}

void LookaheadCheckTest::whoKnowsTheFutureIsFound()
{
    session::PreparedBacktest prepared = practice("ma-cross", "ETH");
    prepared.setup.engines[0].strategy = std::make_shared<Peeking>();
    const auto report = session::checkLookahead(prepared);
    QVERIFY(!report.agrees());
    QVERIFY(report.cuts.front().engine.has_value());
    QVERIFY(report.cuts.front().whole != report.cuts.front().cut);
}

void LookaheadCheckTest::aCancelledCheckSaysSo()
{
    const std::atomic<bool> cancel{true};
    session::JobControl control;
    control.cancel = &cancel;
    const auto report = session::checkLookahead(practice("ma-cross", "ETH"), control);
    QVERIFY(report.cancelled);
    QVERIFY(report.cuts.empty());
}

WICK_TEST(LookaheadCheckTest)
#include "tst_lookaheadcheck.moc"
