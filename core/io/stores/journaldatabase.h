#pragma once

#include "core/io/stores/sqlite.h"
#include "core/io/workerthread.h"
#include "core/journal/journalsink.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace wick::io {

/// What kind of file journal.db is.
[[nodiscard]] StoreSpec journalSpec();

/// Opens or makes the journal and takes its write lock once: whether a session can be kept there.
/// Errors: those of SqliteStore::open(), and Locked.
[[nodiscard]] StoreResult<void> checkJournal(const QString& path);

/// One row on its way into the journal.
struct JournalRow
{
    enum class Table : std::uint8_t
    {
        Input,
        Record
    };
    Table table{};
    std::int64_t seq = 0;
    std::int64_t time = 0;
    QByteArray kind;
    std::int64_t owner = -1; ///< instrument of history, engine of a record; -1: none
    QByteArray body;
};

/// SHA-256 over the chain before and the content of a row: changing, dropping or swapping any row
/// breaks every chain after it.
[[nodiscard]] QByteArray
chained(const QByteArray& before, std::int64_t ordinal, const JournalRow& row);

/// Writes rows in the order they come, many a transaction, each transaction durable when it
/// returns. What cannot be written is kept and tried again. Thread: lives on the journal's
/// WorkerThread; `durable`, `waiting` and `problem` may be asked anywhere.
class JournalWriter final : public Receiver
{
    Q_OBJECT

public:
    JournalWriter(QString path, QByteArray setup, QString version, std::int64_t startedMs);
    ~JournalWriter() override;

    void write(const std::vector<JournalRow>& rows);
    void end(std::int64_t endedMs);

    [[nodiscard]] std::int64_t durable() const noexcept { return m_durable.load(); }
    [[nodiscard]] std::size_t waiting() const noexcept { return m_waiting.load(); }
    void announce(std::size_t rows) noexcept { m_waiting.fetch_add(rows); }
    [[nodiscard]] std::string problem() const;

private:
    /// What the rows written so far end in.
    struct ChainEnd
    {
        std::int64_t ordinal = 0;
        QByteArray chain;
        std::int64_t seq = 0; ///< of the last input
    };

    [[nodiscard]] StoreResult<void> open();
    [[nodiscard]] StoreResult<void> append();
    [[nodiscard]] StoreResult<void> insertKept(ChainEnd& end);
    void keepTrying();
    void setProblem(const std::string& text);

    QString m_path;
    QByteArray m_setup;
    QString m_version;
    std::int64_t m_startedMs;
    std::unique_ptr<SqliteStore> m_store;
    std::int64_t m_session = 0;
    std::int64_t m_ordinal = 0;
    QByteArray m_chain;
    std::vector<JournalRow> m_kept; ///< not written yet
    std::atomic<std::int64_t> m_durable{0};
    std::atomic<std::size_t> m_waiting{0};
    mutable std::mutex m_problemMutex;
    std::string m_problem;
    bool m_retrying = false;
};

/// The journal of a session in journal.db: encodes on the core's thread, writes on its own.
class JournalDatabase final : public core::JournalSink
{
public:
    /// `setup` is the JSON a replay builds the core from. Instruments give records their words.
    JournalDatabase(const QString& path,
                    const QByteArray& setup,
                    const QString& version,
                    std::int64_t startedMs);
    ~JournalDatabase() override;

    void onHistoryInput(core::InstrumentId instrument,
                        std::span<const core::ClosedBar> bars) override;
    void onMarketInput(core::Sequence seq, const core::MarketStep& step) override;
    void
    onCommandInput(core::Sequence seq, const core::Command& command, core::Timestamp time) override;
    void onCheckpoint(core::Sequence seq,
                      core::Timestamp time,
                      std::string_view sessionDigest,
                      std::span<const std::string> decisionDigests) override;
    void flush() override;
    [[nodiscard]] bool congested() const override;
    [[nodiscard]] std::string problem() const override;
    [[nodiscard]] core::Sequence durable() const override;

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

private:
    void record(core::Timestamp time,
                const char* kind,
                std::optional<core::EngineId> engine,
                const QByteArray& body);

    WorkerThread m_thread;
    JournalWriter* m_writer; ///< owned by its thread
    std::vector<JournalRow> m_rows;
};

} // namespace wick::io
