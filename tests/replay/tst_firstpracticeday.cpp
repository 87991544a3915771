#include "core/backtest/practicemarket.h"
#include "core/engine/strategyengine.h"
#include "core/engine/tradingcore.h"
#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <array>
#include <memory>
#include <vector>

using namespace wick::core;
using wick::test::exampleInstruments;

namespace {

/// Counts the trades each engine closed.
class TradeCounter final : public CoreListener
{
public:
    void onTrade(const TradeRow& trade) override { ++m_trades.at(trade.engine.count()); }
    [[nodiscard]] int of(std::size_t engine) const { return m_trades.at(engine); }

private:
    std::array<int, 3> m_trades{};
};

/// The three engines of the desktop on the practice market, called inline.
class PracticeDay
{
public:
    explicit PracticeDay(CoreListener& listener)
        : m_instruments(exampleInstruments())
        , m_market({practiceEth(), practiceBtc(), practiceXau()}, m_instruments)
        , m_core(setupOf(m_instruments), &listener)
    {
        for (const EngineSetup& engine : m_core.setup().engines) {
            const EngineId id{static_cast<std::uint16_t>(m_engines.size())};
            m_engines.push_back(std::make_unique<StrategyEngine>(
                StrategyEngine::Setup{id, engine.timeframe, engine.base},
                m_core.setup().instruments[engine.instrument.count()], *engine.strategy));
        }
    }

    void warmUp()
    {
        for (std::size_t i = 0; i < m_engines.size(); ++i) {
            const EngineSetup& engine = m_core.setup().engines[i];
            const std::vector<ClosedBar>& bars = m_market.history()[engine.instrument.count()];
            m_core.onHistory(engine.instrument, bars);
            for (const ClosedBar& bar : bars) {
                MarketSlice slice;
                slice.instrument = engine.instrument;
                slice.bar = &bar;
                slice.price = bar.close;
                Step step;
                step.time = bar.start + engine.base;
                step.market = &slice;
                step.warmUp = true;
                (void)m_engines[i]->step(step);
            }
        }
    }

    void live(int seconds)
    {
        for (int i = 0; i < seconds; ++i) {
            m_market.next();
            exchange(m_core.onMarket(m_market.step()));
        }
    }

private:
    static CoreSetup setupOf(const std::vector<Instrument>& instruments)
    {
        CoreSetup setup;
        setup.instruments = instruments;
        setup.start = kPracticeStart;
        const std::array<const char*, 3> names{"momentum", "momentum", "fvg-retest"};
        for (std::size_t i = 0; i < names.size(); ++i) {
            EngineSetup engine;
            engine.name = names[i];
            engine.instrument = instruments[i].id();
            engine.strategy = wick::strategies::catalog().create(names[i], {}).value();
            engine.timeframe = engine.strategy->describe().timeframe;
            setup.engines.push_back(std::move(engine));
        }
        return setup;
    }

    void exchange(std::span<const Step> steps)
    {
        std::vector<Answer> answers;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            Decision decision = m_engines[i]->step(steps[i]);
            if (!decision.empty()) {
                answers.push_back({steps[i].seq, steps[i].engine, std::move(decision), false});
            }
        }
        m_core.onAnswers(answers);
    }

    std::vector<Instrument> m_instruments;
    PracticeMarket m_market;
    TradingCore m_core;
    std::vector<std::unique_ptr<StrategyEngine>> m_engines;
};

} // namespace

class FirstPracticeDayTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyEngineTradesAtLeastTwice();
};

void FirstPracticeDayTest::everyEngineTradesAtLeastTwice()
{
    TradeCounter counter;
    PracticeDay day{counter};
    day.warmUp();
    day.live(86'400);
    QVERIFY2(counter.of(0) >= 2, qPrintable(QString::number(counter.of(0))));
    QVERIFY2(counter.of(1) >= 2, qPrintable(QString::number(counter.of(1))));
    QVERIFY2(counter.of(2) >= 2, qPrintable(QString::number(counter.of(2))));
}

WICK_TEST(FirstPracticeDayTest)
#include "tst_firstpracticeday.moc"
