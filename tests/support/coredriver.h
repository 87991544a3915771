#pragma once

#include "core/engine/tradingcore.h"
#include "tests/support/builders.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace wick::test {

/// A strategy that decides nothing: the test answers in its place.
class SilentStrategy final : public core::Strategy
{
public:
    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument& /*instrument*/) const override
    {
        return core::Memory::of(0);
    }
    [[nodiscard]] core::Decision onStep(const core::StrategyView& /*view*/,
                                        core::Memory& /*memory*/) const override
    {
        return {};
    }
    [[nodiscard]] core::Status status(const core::Instrument& /*instrument*/,
                                      const core::Memory& /*memory*/) const override
    {
        return {"Silent.", {}};
    }

private:
    core::Description m_description;
};

/// Passes everything on to whoever was added later.
class Hub final : public core::CoreListener
{
public:
    std::vector<core::CoreListener*> all;

    void onSignal(const core::SignalRecord& signal) override
    {
        for (auto* each : all) {
            each->onSignal(signal);
        }
    }
    void onOrder(const core::OrderEvent& event) override
    {
        for (auto* each : all) {
            each->onOrder(event);
        }
    }
    void onCommand(const core::Command& command, core::Timestamp time) override
    {
        for (auto* each : all) {
            each->onCommand(command, time);
        }
    }
};

/// A trading core on ETH that is played by hand, a minute bar at a time.
class CoreDriver
{
public:
    Hub hub;

    explicit CoreDriver(core::RiskLimits limits = {}, std::size_t engines = 1)
    {
        core::CoreSetup setup;
        setup.instruments = {eth()};
        setup.limits = std::move(limits);
        setup.balance = core::usdc(10'000);
        for (std::size_t i = 0; i < engines; ++i) {
            core::EngineSetup engine;
            engine.name = "silent";
            engine.strategy = std::make_shared<SilentStrategy>();
            engine.timeframe = core::minutes(1);
            setup.engines.push_back(std::move(engine));
        }
        core = std::make_unique<core::TradingCore>(std::move(setup), &hub);
    }

    std::unique_ptr<core::TradingCore> core;

    /// The next minute; `beforeAnswers` is called between market and answers.
    template <typename Between>
    void play(double open, double high, double low, double close, Between&& between)
    {
        const core::ClosedBar candle = bar(m_minute++, open, high, low, close);
        core::MarketSlice slice;
        slice.bar = &candle;
        slice.price = candle.close;
        const core::MarketStep step{candle.start + core::minutes(1), {&slice, 1}};
        static_cast<void>(core->onMarket(step));
        between(step);
    }
    void answer(const core::Decision& decision, std::uint16_t engine = 0)
    {
        const core::Answer answer{core->sequence(), core::EngineId{engine}, decision, false};
        core->onAnswers({&answer, 1});
    }

    [[nodiscard]] core::Decision
    enter(core::Side side, double stop, std::optional<double> target = {}) const
    {
        static constexpr core::Reason kWish{"TEST_WISH", "The test wants it."};
        core::Decision decision;
        core::Signal& signal = decision.entry.emplace();
        signal.side = side;
        signal.stop = usd(stop);
        if (target) {
            signal.target = usd(*target);
        }
        signal.strength = 0.5;
        signal.at = core->now();
        signal.expiry = core->now() + core::hours(1);
        signal.reason = kWish;
        return decision;
    }

private:
    std::int64_t m_minute = 0;
};

} // namespace wick::test
