#pragma once

#include "app/desktop/models/rows.h"
#include "app/session/snapshot.h"

#include <map>
#include <memory>
#include <vector>

namespace wick::desktop {

/// Turns a session's snapshots into what the window shows. It remembers only what one snapshot
/// cannot tell: since when a position is without a stop, how a flatten began, until when its end
/// is shown. Thread: GUI.
class SnapshotAdapter
{
public:
    /// Takes the newest snapshot; `steadyMs` is wall time of a steady clock.
    void take(std::shared_ptr<const session::Snapshot> snapshot, qint64 steadyMs);

    [[nodiscard]] AccountSummary account() const;
    [[nodiscard]] std::vector<EngineRow> engines() const;
    [[nodiscard]] std::vector<PositionRow> positions() const;
    [[nodiscard]] std::vector<OrderRow> orders() const;
    [[nodiscard]] std::vector<TradeRow> trades() const;
    [[nodiscard]] std::vector<SignalRow> signalRows() const;
    /// Lines that came after the last call.
    [[nodiscard]] std::vector<LogRow> newLog();
    [[nodiscard]] RiskSummary risk() const;
    [[nodiscard]] StatusSummary status() const;
    [[nodiscard]] const SafetyState& safety() const noexcept { return m_safety; }

private:
    void takeFlatten(const session::FlattenStatus& flatten, qint64 steadyMs);
    void takeUnprotected();
    [[nodiscard]] FlattenState notFlat(const FlattenState& state) const;
    [[nodiscard]] const core::Instrument& instrument(core::InstrumentId id) const;
    [[nodiscard]] EngineRow engineRow(const session::EngineStatus& engine) const;
    [[nodiscard]] QString doing(const session::EngineStatus& engine) const;
    [[nodiscard]] QString doingInPosition(const session::PositionStatus& position,
                                          const QString& strategySays) const;
    [[nodiscard]] PositionRow positionRow(const session::PositionStatus& position) const;
    [[nodiscard]] const session::PositionStatus* positionOf(core::EngineId engine) const;
    [[nodiscard]] QString engineName(core::EngineId engine) const;
    [[nodiscard]] QString speedWords() const;
    [[nodiscard]] double dayLossWithRisk() const;
    [[nodiscard]] Fixed leftToLose() const;
    void addFleetLimits(std::vector<LimitUse>& limits) const;
    void addPositionLimits(std::vector<LimitUse>& limits) const;
    void addEngineLimits(std::vector<LimitUse>& limits) const;
    [[nodiscard]] std::vector<RefusedBrief> refusedToday() const;

    std::shared_ptr<const session::Snapshot> m_snapshot;
    std::map<std::uint16_t, qint64> m_unprotectedSince; ///< engine → market time, ms
    SafetyState m_safety;
    bool m_flattening = false;
    qint64 m_flattenBeganSteady = 0;
    qint64 m_flattenEndedSteady = 0;
    int m_positionsAtStart = 0;
    int m_entriesAtStart = 0;
    std::uint64_t m_lastLogLine = 0;
};

} // namespace wick::desktop
