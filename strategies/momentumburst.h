#pragma once

#include "core/strategy/explaining.h"
#include "core/strategy/strategy.h"
#include "strategies/momentumkernels.h"

namespace wick::strategies {

/// Rides short bursts of directional flow and ignores noise: a move of unusual size that is
/// straight, with volume or trade flow behind it. Any failed filter means no trade; there is no
/// counter-trade. Made for ETH and BTC. Source: definitions D.3.
class MomentumBurst final : public core::Strategy, public core::Explaining
{
public:
    explicit MomentumBurst(const core::ParameterSet& parameters);

    /// The defaults are the 5m set, equal for ETH and BTC.
    [[nodiscard]] static std::vector<core::ParameterDeclaration> parameters();

    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument& instrument) const override;
    [[nodiscard]] core::Decision onStep(const core::StrategyView& view,
                                        core::Memory& memory) const override;
    void onFill(const core::OwnFill& fill, core::Memory& memory) const override;
    [[nodiscard]] core::Status status(const core::Instrument& instrument,
                                      const core::Memory& memory) const override;
    [[nodiscard]] core::Explanation explain(const core::StrategyView& view,
                                            core::Memory memory) const override;

private:
    struct State;
    struct Flow;

    enum class FlowSteps : std::uint8_t
    {
        AtClose,
        EachStep
    };

    void hearFlow(const core::StrategyView& view, State& state) const;
    void takeBars(const core::StrategyView& view, State& state) const;
    void manage(const core::StrategyView& view, State& state, core::Decision& decision) const;
    void trail(const core::StrategyView& view, State& state, core::Decision& decision) const;
    [[nodiscard]] const MomentumKernels* judged(const core::StrategyView& view, State& state) const;
    [[nodiscard]] static core::InputFault faultOf(const core::StrategyView& view,
                                                  const MomentumKernels& kernels);
    [[nodiscard]] std::string_view obstacle(const core::StrategyView& view,
                                            const State& state,
                                            const MomentumKernels& kernels,
                                            core::Side side) const;
    [[nodiscard]] core::Signal
    signal(const core::StrategyView& view, const State& state, core::Side side, double atr) const;
    void measure(const core::StrategyView& view,
                 const State& state,
                 const MomentumKernels& kernels,
                 core::Signal& signal) const;

    core::Description m_description;
    MomentumLengths m_lengths;
    double m_moveNeed = 0.0;
    double m_noise = 0.0;
    double m_volumeNeed = 0.0;
    core::Duration m_flowWindow;
    double m_flowNeed = 0.0;
    int m_flowTrades = 1;
    FlowSteps m_flowSteps = FlowSteps::AtClose;
    double m_efficiencyNeed = 0.0;
    double m_adxNeed = 0.0;
    double m_choppinessLimit = 0.0;
    double m_stopAtr = 0.0;
    double m_target = 0.0;
    double m_trailAtr = 0.0;
    int m_timeStop = 0;
    int m_coolDown = 0;
    bool m_mayShort = true;
    bool m_intrabar = false;
    core::OrderKind m_order = core::OrderKind::Market;
    int m_limitTimeout = 1;
};

} // namespace wick::strategies
