#pragma once

#include "core/engine/corelistener.h"
#include "core/engine/tradingcore.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wick::core {

/// How often one reason refused an entry signal.
struct RefusalCount
{
    Reason reason;
    std::uint64_t count = 0;
};

/// What one engine put out during a run.
struct EngineStatistics
{
    std::uint64_t signals = 0;
    std::uint64_t refused = 0;
    std::vector<RefusalCount> refusals; ///< in order of first appearance
};

/// Counts what a run puts out and what the trades alone do not say: signals, refusals by reason,
/// fills, and how much of their slippage is the spread. Thread: the core's.
class RunStatistics final : public CoreListener
{
public:
    /// `instruments` must outlive it.
    RunStatistics(std::span<const Instrument> instruments,
                  std::size_t engines,
                  FillModel::Kind kind);

    void onSignal(const SignalRecord& signal) override;
    void onOrder(const OrderEvent& event) override;
    void onHalt(const Halt& halt) override;

    [[nodiscard]] std::span<const EngineStatistics> engines() const noexcept { return m_engines; }
    [[nodiscard]] std::uint64_t fills() const noexcept { return m_fills; }
    /// Half the usual spread of each fill that took: the part of slippage that is the spread.
    [[nodiscard]] Money spread() const noexcept { return m_spread; }
    /// Unsigned value of all fills.
    [[nodiscard]] Money turnover() const noexcept { return m_turnover; }
    /// Every halt that fired, also those released since.
    [[nodiscard]] std::span<const Halt> halts() const noexcept { return m_halts; }

private:
    std::span<const Instrument> m_instruments;
    FillModel::Kind m_kind;
    std::vector<EngineStatistics> m_engines;
    std::vector<Halt> m_halts;
    std::uint64_t m_fills = 0;
    Money m_spread;
    Money m_turnover;
};

} // namespace wick::core
