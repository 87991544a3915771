#pragma once

#include "core/strategy/explaining.h"
#include "core/strategy/strategy.h"

namespace wick::strategies {

/// The teaching sample: long when the fast average closes above the slow one, short or flat when it
/// closes below. Source: definitions D.6.
class MovingAverageCross final : public core::Strategy, public core::Explaining
{
public:
    explicit MovingAverageCross(const core::ParameterSet& parameters);

    [[nodiscard]] static std::vector<core::ParameterDeclaration> parameters();

    [[nodiscard]] const core::Description& describe() const noexcept override
    {
        return m_description;
    }
    [[nodiscard]] core::Memory start(const core::Instrument& instrument) const override;
    [[nodiscard]] core::Decision onStep(const core::StrategyView& view,
                                        core::Memory& memory) const override;
    [[nodiscard]] std::size_t passOver(std::span<const core::ClosedBar> bars,
                                       const core::Instrument& instrument,
                                       core::Memory& memory) const override;
    [[nodiscard]] core::Status status(const core::Instrument& instrument,
                                      const core::Memory& memory) const override;
    [[nodiscard]] core::Explanation explain(const core::StrategyView& view,
                                            core::Memory memory) const override;

private:
    template <typename Average>
    [[nodiscard]] core::Decision step(const core::StrategyView& view, core::Memory& memory) const;
    template <typename Average>
    [[nodiscard]] core::Explanation measure(const core::StrategyView& view,
                                            core::Memory& memory) const;
    [[nodiscard]] core::Decision turn(const core::StrategyView& view, core::Side side) const;

    enum class Kind : std::uint8_t
    {
        Simple,
        Exponential
    };

    core::Description m_description;
    int m_fast = 10;
    int m_slow = 30;
    Kind m_kind = Kind::Simple;
    bool m_mayShort = true;
    std::int64_t m_stopPpm = 500'000; ///< distance of the protective stop, fraction of the price
};

} // namespace wick::strategies
