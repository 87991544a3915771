#pragma once

#include "app/session/snapshot.h"
#include "core/engine/corelistener.h"

#include <deque>
#include <span>
#include <vector>

namespace wick::session {

/// Keeps what screens list (trades, signals, log lines) and passes everything on to what records
/// it. Thread: the trading core's.
class SessionRecorder final : public core::CoreListener
{
public:
    /// `others` hear everything too, in their order, and must outlive the recorder. Instruments and
    /// engines are for the words only.
    SessionRecorder(std::span<const core::Instrument> instruments,
                    std::span<const core::EngineSetup> engines,
                    std::vector<core::CoreListener*> others);

    /// Lets one more hear everything from now on; it must outlive the recorder.
    void alsoTell(core::CoreListener& listener) { m_others.push_back(&listener); }

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
    void onClosing(const core::ClosingReport& report) override;
    void onFlat(const core::ClosingReport& report) override;

    void log(LogLevel level,
             core::Timestamp time,
             std::optional<core::EngineId> engine,
             std::string text,
             LogSubject subject = LogSubject::Event);
    void equity(core::Timestamp time, core::Money equity);

    /// Puts the lists into the snapshot; they are copied only when they changed.
    void fill(Snapshot& snapshot);
    [[nodiscard]] std::optional<core::Timestamp> lastFlatAt() const noexcept { return m_flatAt; }

private:
    /// A list whose shared copy is made anew only after a change.
    template <typename T>
    struct Shared
    {
        std::deque<T> items;
        std::shared_ptr<const std::vector<T>> copy = std::make_shared<const std::vector<T>>();
        bool changed = false;

        void push(T item, std::size_t most)
        {
            items.push_back(std::move(item));
            if (items.size() > most) {
                items.pop_front();
            }
            changed = true;
        }
        std::shared_ptr<const std::vector<T>> get()
        {
            if (changed) {
                copy = std::make_shared<const std::vector<T>>(items.begin(), items.end());
                changed = false;
            }
            return copy;
        }
    };

    [[nodiscard]] const core::Instrument& instrumentOf(core::EngineId engine) const;

    std::span<const core::Instrument> m_instruments;
    std::span<const core::EngineSetup> m_engines;
    std::vector<core::CoreListener*> m_others;
    Shared<core::TradeRow> m_trades;
    Shared<SignalStatus> m_signals;
    Shared<LogLine> m_log;
    Shared<core::EquityPoint> m_equity;
    std::uint64_t m_lines = 0;
    std::uint64_t m_signalCount = 0;
    std::vector<core::Timestamp> m_limitChanges;
    std::optional<core::Timestamp> m_flatAt;
};

} // namespace wick::session
