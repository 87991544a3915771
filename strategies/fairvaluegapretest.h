#pragma once

#include "core/indicators/gapbook.h"
#include "core/strategy/explaining.h"
#include "core/strategy/strategy.h"
#include "strategies/gaplevels.h"

namespace wick::strategies {

/// Trades the first return into a fair value gap that a fast move left behind: a limit rests inside
/// the gap, the stop lies beyond its far edge. Made for gold. Source: definitions D.2.
class FairValueGapRetest final : public core::Strategy, public core::Explaining
{
public:
    explicit FairValueGapRetest(const core::ParameterSet& parameters);

    /// The defaults are the 5m set for gold.
    [[nodiscard]] static std::vector<core::ParameterDeclaration> parameters();

    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument& instrument) const override;
    [[nodiscard]] core::Decision onStep(const core::StrategyView& view,
                                        core::Memory& memory) const override;
    [[nodiscard]] core::Status status(const core::Instrument& instrument,
                                      const core::Memory& memory) const override;
    /// Of the gap that would be traded; of the newest one while there is none.
    [[nodiscard]] core::Explanation explain(const core::StrategyView& view,
                                            core::Memory memory) const override;

private:
    struct State;

    enum class Entry : std::uint8_t
    {
        Limit,  ///< rests at the level
        Confirm ///< at market, after a bar went there and closed back
    };
    enum class Use : std::uint8_t
    {
        Off,
        On
    };
    /// Why a gap is not traded now.
    enum class Obstacle : std::uint8_t
    {
        None,
        Used,        ///< it has had its order
        Side,        ///< shorts are off
        Filled,      ///< too deep already
        NotDeparted, ///< price has not left it far enough since it was known
        Visited,     ///< the first visit is over
        NotReached,  ///< a confirmation has not come
        Inside,      ///< price is at the level or beyond: a limit would not rest
        Contested,   ///< a gap of the other direction covers the level
        Trend,
        Session,
        Cost
    };

    [[nodiscard]] static std::string_view waitingSentence(core::GapDirection direction,
                                                          Obstacle obstacle) noexcept;
    [[nodiscard]] core::GapParameters gapParameters(const core::Instrument& instrument) const;
    void listen(const core::StrategyView& view, State& state) const;
    void takeBar(const core::ClosedBar& bar, const core::StrategyView& view, State& state) const;
    void manage(const core::StrategyView& view, State& state, core::Decision& decision) const;
    void
    coverCosts(const core::StrategyView& view, core::Price first, core::Decision& decision) const;
    void guardEntry(const core::StrategyView& view, State& state, core::Decision& decision) const;
    [[nodiscard]] const core::Reason* whyCancel(const core::StrategyView& view,
                                                const State& state) const;
    [[nodiscard]] static const core::Reason& whyGone(const State& state);
    [[nodiscard]] bool
    turned(const core::StrategyView& view, const State& state, const core::FairValueGap& gap) const;
    [[nodiscard]] bool entriesAllowed(const core::StrategyView& view) const;
    [[nodiscard]] core::InputFault faultOf(const core::StrategyView& view,
                                           const State& state) const;
    [[nodiscard]] bool inputsAllow(const core::StrategyView& view, const State& state) const;
    [[nodiscard]] static std::string_view sentenceOf(Obstacle obstacle) noexcept;
    void seek(const core::StrategyView& view, State& state, core::Decision& decision) const;
    [[nodiscard]] Obstacle obstacle(const core::StrategyView& view,
                                    const State& state,
                                    const core::FairValueGap& gap) const;
    [[nodiscard]] Obstacle onTheWay(const core::StrategyView& view,
                                    const core::FairValueGap& gap,
                                    core::Price level) const;
    [[nodiscard]] GapLevels
    levels(const core::StrategyView& view, const State& state, const core::FairValueGap& gap) const;
    [[nodiscard]] core::Signal
    signal(const core::StrategyView& view, const State& state, const core::FairValueGap& gap) const;

    core::Description m_description;
    core::GapParameters m_gaps; ///< without what depends on the instrument
    GapLevelRules m_rules;
    double m_maxFill = 0.5;
    Use m_firstVisitOnly = Use::On;
    Entry m_entry = Entry::Limit;
    Use m_breakEven = Use::Off;
    int m_timeStop = 0;
    Use m_trendFilter = Use::On;
    int m_trendLength = 200;
    core::Duration m_afterOpen;
    core::Duration m_beforeClose;
    core::Duration m_flatBeforeClose;
    Use m_short = Use::On;
};

} // namespace wick::strategies
