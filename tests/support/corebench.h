#pragma once

#include "core/backtest/backtestrunner.h"
#include "tests/support/builders.h"

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace wick::test {

constexpr core::Reason kWish{"TEST_WISH", "The test wants it."};

/// Does at each close what the test says.
class Scripted final : public core::Strategy
{
public:
    using Script = std::function<core::Decision(const core::StrategyView&)>;

    explicit Scripted(Script script)
        : m_script(std::move(script))
    {
        m_description.name = "scripted";
        m_description.timeframe = core::minutes(1);
    }
    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument&) const override
    {
        return core::Memory::of(0);
    }
    [[nodiscard]] core::Decision onStep(const core::StrategyView& view,
                                        core::Memory&) const override
    {
        return m_script(view);
    }
    [[nodiscard]] core::Status status(const core::Instrument&, const core::Memory&) const override
    {
        return {"Scripted.", {}};
    }

private:
    Script m_script;
    core::Description m_description;
};

inline core::Decision enter(const core::StrategyView& view,
                            core::Side side,
                            double stop,
                            std::optional<double> target = {})
{
    core::Decision decision;
    core::Signal signal;
    signal.side = side;
    signal.stop = usd(stop);
    if (target) {
        signal.target = usd(*target);
    }
    signal.strength = 0.5;
    signal.at = view.now;
    signal.expiry = view.now + core::hours(1);
    signal.reason = kWish;
    decision.entry = signal;
    return decision;
}

/// Plays bars through one or more engines on ETH and keeps everything they put out.
class Bench final : public core::CoreListener
{
public:
    std::vector<std::pair<std::string, bool>> signals; ///< refusal token, sent
    std::vector<core::Verdict> verdicts;
    std::vector<core::Halt> halts;
    std::vector<core::TradeRow> trades;
    std::vector<core::EngineId> flat;
    std::vector<core::HaltKind> released;
    std::vector<core::ReleaseRefusal> kept;
    std::unique_ptr<core::TradingCore> core;

    explicit Bench(std::vector<Scripted::Script> scripts,
                   core::RiskLimits limits = {},
                   core::Money balance = core::usdc(10'000),
                   std::optional<core::RiskState> risk = {},
                   core::RiskStateSink* keeper = nullptr)
    {
        core::CoreSetup setup;
        setup.instruments = {eth()};
        setup.limits = std::move(limits);
        setup.balance = balance;
        setup.risk = std::move(risk);
        for (auto& script : scripts) {
            core::EngineSetup engine;
            engine.name = "scripted";
            engine.strategy = std::make_shared<Scripted>(std::move(script));
            engine.timeframe = core::minutes(1);
            setup.engines.push_back(engine);
        }
        core = std::make_unique<core::TradingCore>(setup, this, keeper);
        for (std::size_t i = 0; i < setup.engines.size(); ++i) {
            m_engines.push_back(std::make_unique<core::StrategyEngine>(
                core::StrategyEngine::Setup{core::EngineId{static_cast<std::uint16_t>(i)},
                                            core::minutes(1)},
                core->setup().instruments[0], *core->setup().engines[i].strategy));
        }
    }

    void play(const core::ClosedBar& candle)
    {
        core::MarketSlice slice;
        slice.bar = &candle;
        slice.price = candle.close;
        std::vector<core::Answer> answers;
        for (const auto& step : core->onMarket({candle.start + core::minutes(1), {&slice, 1}})) {
            core::Answer answer{step.seq, step.engine, {}, false};
            try {
                answer.decision = m_engines[step.engine.count()]->step(step);
            } catch (const std::exception&) {
                answer.failed = true;
            }
            answers.push_back(answer);
        }
        core->onAnswers(answers);
    }

    void onSignal(const core::SignalRecord& signal) override
    {
        signals.emplace_back(std::string{signal.outcome.token}, signal.order.count() != 0);
        if (signal.verdict != nullptr) {
            verdicts.push_back(*signal.verdict);
        }
    }
    void onHalt(const core::Halt& halt) override { halts.push_back(halt); }
    void
    onHaltReleased(core::HaltKind kind, std::optional<core::EngineId>, core::Timestamp) override
    {
        released.push_back(kind);
    }
    void onReleaseRefused(core::HaltKind,
                          std::optional<core::EngineId>,
                          core::ReleaseRefusal why,
                          core::Timestamp) override
    {
        kept.push_back(why);
    }
    void onTrade(const core::TradeRow& trade) override { trades.push_back(trade); }
    void onFlat(const core::ClosingReport& report) override { flat.push_back(report.engine); }

    [[nodiscard]] std::int64_t lots(std::uint16_t engine = 0) const
    {
        return core->account().book(core::EngineId{engine}).lots;
    }

private:
    std::vector<std::unique_ptr<core::StrategyEngine>> m_engines;
};

inline Scripted::Script nothing()
{
    return [](const core::StrategyView&) {
        return core::Decision{};
    };
}

/// Buys at the first close, once.
inline Scripted::Script buyOnce(double stop = 90, std::optional<double> target = {})
{
    return [=, done = std::make_shared<bool>(false)](const core::StrategyView& view) {
        if (*done) {
            return core::Decision{};
        }
        *done = true;
        return enter(view, core::Side::Buy, stop, target);
    };
}

} // namespace wick::test
