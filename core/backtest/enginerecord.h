#pragma once

#include "core/backtest/barfeed.h"
#include "core/engine/strategyengine.h"
#include "core/execution/barrule.h"

#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace wick::core {

/// Where in a run of candles a step lies: the bars that start together, and the point of their
/// path.
struct StepPlace
{
    Timestamp start;
    BarPoint point = BarPoint::Close;

    /// When it is, for bars of this length.
    [[nodiscard]] Timestamp time(Duration interval) const noexcept
    {
        return point == BarPoint::Close
                   ? start + interval
                   : start + Duration{interval.count() / 4} * static_cast<std::int64_t>(point);
    }

    friend auto operator<=>(const StepPlace&, const StepPlace&) noexcept = default;
};

/// What an engine came to in one step; `failed` when the strategy threw.
struct EngineSaid
{
    Decision decision;
    bool failed = false;
};

/// What one engine was told of itself and what it answered in a run of candles, with copies of it
/// from time to time: enough to know its answers again for as long as it is told the same, and to
/// go on for real from the first step at which it is told something else.
class EngineRecord
{
public:
    /// Fills, or another position or other orders at work than in the step before.
    struct Heard
    {
        StepPlace at;
        std::vector<OwnFill> fills;
        std::optional<OwnPosition> position;
        InlineVector<OwnOrder, 4> working;
    };
    struct Answered
    {
        StepPlace at;
        EngineSaid said;
    };
    /// The engine as it was before the bars of `start`, and how much of the lists lay behind it.
    struct Copy
    {
        Timestamp start;
        std::size_t heard = 0;
        std::size_t answered = 0;
        StrategyEngine engine;
    };

    void keep(Timestamp start, const StrategyEngine& engine);
    void hear(const Step& step, StepPlace at);
    void answer(StepPlace at, const EngineSaid& said);
    /// The path of the bars of `start` was walked, not only their close.
    void walk(Timestamp start) { m_walked.push_back(start); }

    [[nodiscard]] const std::vector<Heard>& heard() const noexcept { return m_heard; }
    [[nodiscard]] const std::vector<Answered>& answers() const noexcept { return m_answers; }
    /// The last copy from before the bars of `start`; the first one is from before all bars.
    [[nodiscard]] const Copy& copyBefore(Timestamp start) const;
    [[nodiscard]] bool walked(Timestamp start) const noexcept;

private:
    std::vector<Heard> m_heard;
    std::vector<Answered> m_answers;
    std::vector<Copy> m_copies;
    std::vector<Timestamp> m_walked;
};

/// Takes a step as the runner does: what the strategy throws becomes a failure.
[[nodiscard]] EngineSaid answerOf(StrategyEngine& engine, const Step& step);

/// An engine in a run that is worked out again. It answers from the record while it is told what
/// the record says it was told, is a real engine from the first step at which it is not, and goes
/// back to the record at a copy whose memory is the same as its own: its answers are those of a
/// real one throughout.
class FollowingEngine
{
public:
    /// The candles of the engine's market; the instruments must outlive the engine.
    struct Candles
    {
        std::span<const Instrument> instruments;
        BarSeries series;
        BarPath path{};
    };

    /// The record must outlive it.
    FollowingEngine(const EngineRecord& record, Candles candles) noexcept
        : m_record(&record)
        , m_candles(std::move(candles))
    {}

    [[nodiscard]] EngineSaid step(const Step& step, StepPlace at);
    /// Steps a strategy was really asked for, those to catch up with included.
    [[nodiscard]] std::size_t asked() const noexcept { return m_asked; }

private:
    [[nodiscard]] bool isTold(const Step& step, StepPlace at);
    [[nodiscard]] EngineSaid ask(const Step& step);
    void becomeReal(StepPlace at);
    void followAgain(Timestamp start);

    const EngineRecord* m_record;
    Candles m_candles;
    std::size_t m_heard = 0;    ///< entries of the record that lie behind
    std::size_t m_answered = 0; ///< likewise
    Timestamp m_bar{-1};        ///< start of the bars of its last step
    std::size_t m_asked = 0;
    std::optional<StrategyEngine> m_real;
};

} // namespace wick::core
