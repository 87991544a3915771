#pragma once

#include "app/session/closingstopwatch.h"
#include "core/base/clock.h"
#include "core/engine/corelistener.h"
#include "core/engine/tradingcore.h"
#include "core/io/jsonwriter.h"

#include <QFile>
#include <QString>

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

/// The session as lines of JSON for people's tools, beside the journal, which is the record: every
/// signal, refusal, order, fill, trade, halt and command with market time, wall time, ids, balance
/// and reason. At kRotateAt bytes the file becomes FILE.1 and so on; kKept old ones are kept.
/// Thread: the trading core's.
class EventLog final : public core::CoreListener
{
public:
    static constexpr qint64 kRotateAt = qint64{16} * 1024 * 1024;
    static constexpr int kKept = 4;

    /// `core` may be set later, by follow(); until then rows carry no balance.
    EventLog(const QString& path,
             std::span<const core::Instrument> instruments,
             std::span<const core::EngineSetup> engines,
             const core::Clock& wall,
             qint64 rotateAt = kRotateAt);

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
    void onReleaseRefused(core::HaltKind kind,
                          std::optional<core::EngineId> engine,
                          core::ReleaseRefusal why,
                          core::Timestamp time) override;
    void onCommand(const core::Command& command, core::Timestamp time) override;
    void onFlat(const core::ClosingReport& report) override;
    void heartbeat(const Heartbeat& beat, core::Timestamp time);

    /// Hands what has gathered to the system.
    void flush();
    /// Why nothing can be written, for people; empty while all is well.
    [[nodiscard]] const std::string& problem() const noexcept { return m_problem; }

private:
    [[nodiscard]] io::JsonWriter
    begin(std::string_view event, core::Timestamp time, std::optional<core::EngineId> engine) const;
    void end(io::JsonWriter row);
    void addFill(io::JsonWriter& row, const core::Fill& fill, const core::Instrument& market) const;
    void rotate();
    void open();
    void fail();
    [[nodiscard]] const core::Instrument& marketOf(core::EngineId engine) const;

    QString m_path;
    std::span<const core::Instrument> m_instruments;
    std::span<const core::EngineSetup> m_engines;
    const core::Clock& m_wall;
    const core::Account* m_account = nullptr;
    const ClosingStopwatch* m_stopwatch = nullptr;
    qint64 m_rotateAt;
    QFile m_file;
    std::string m_problem;
};

} // namespace wick::session
