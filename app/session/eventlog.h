#pragma once

#include "app/session/closingstopwatch.h"
#include "core/base/clock.h"
#include "core/engine/corelistener.h"
#include "core/engine/tradingcore.h"
#include "core/io/jsonwriter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace wick::session {

/// One sign of life of an engine.
struct Heartbeat
{
    core::EngineId engine;
    std::int64_t answerAgeMs = 0; ///< wall time since its last answer
    std::int64_t dataAgeMs = 0;   ///< market time since the last news of its market
    std::int64_t lots = 0;        ///< signed position
};

/// How kinds are written in machine output.
[[nodiscard]] std::string_view tokenOf(core::CommandKind kind);
[[nodiscard]] std::string_view tokenOf(core::EngineControl control);

/// What happens as lines of JSON for people's tools, beside the journal, which is the record: every
/// signal, refusal, order, fill, trade, halt and command with market time, wall time, ids, balance
/// and reason. Thread: the trading core's.
class EventLog : public core::CoreListener
{
public:
    /// Without a wall clock rows carry no wall time; without an account, see follow(), no balance.
    EventLog(std::span<const core::Instrument> instruments,
             std::span<const core::EngineSetup> engines,
             const core::Clock* wall);

    /// The account whose balance stands on every row; must outlive the log.
    void follow(const core::Account& account) noexcept { m_account = &account; }
    /// Its wall times stand on rows of verified flat; it hears of them before the log does.
    void time(const ClosingStopwatch& stopwatch) noexcept { m_stopwatch = &stopwatch; }

    void onSignal(const core::SignalRecord& signal) override;
    void onOrder(const core::OrderEvent& event) override;
    void onTrade(const core::TradeRow& trade) override;
    void onHalt(const core::Halt& halt) override;
    void onHaltReleased(core::HaltKind kind,
                        std::optional<core::EngineId> engine,
                        core::Timestamp time) override;
    void onStopMoveRefused(core::EngineId engine,
                           core::StopMoveRefusal why,
                           core::Timestamp time) override;
    void onReleaseRefused(core::HaltKind kind,
                          std::optional<core::EngineId> engine,
                          core::ReleaseRefusal why,
                          core::Timestamp time) override;
    void onCommand(const core::Command& command, core::Timestamp time) override;
    void onFlat(const core::ClosingReport& report) override;
    void heartbeat(const Heartbeat& beat, core::Timestamp time);

protected:
    /// Takes one row, a JSON object and its line end.
    virtual void write(std::string_view line) = 0;

private:
    [[nodiscard]] io::JsonWriter
    begin(std::string_view event, core::Timestamp time, std::optional<core::EngineId> engine) const;
    void end(io::JsonWriter row);
    void addFill(io::JsonWriter& row, const core::Fill& fill, const core::Instrument& market) const;
    [[nodiscard]] const core::Instrument& marketOf(core::EngineId engine) const;

    std::span<const core::Instrument> m_instruments;
    std::span<const core::EngineSetup> m_engines;
    const core::Clock* m_wall;
    const core::Account* m_account = nullptr;
    const ClosingStopwatch* m_stopwatch = nullptr;
};

} // namespace wick::session
