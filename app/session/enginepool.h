#pragma once

#include "core/engine/stepmessage.h"
#include "core/engine/strategyengine.h"
#include "core/io/workerthread.h"

#include <QObject>

#include <memory>
#include <vector>

namespace wick::session {

/// What comes back from an engine's thread: its answer, and what its strategy says it is doing.
struct EngineReply
{
    core::Answer answer;
    core::Status status;
};

using StepPointer = std::shared_ptr<const core::StepMessage>;
using HistoryPointer = std::shared_ptr<const std::vector<core::ClosedBar>>;

/// One engine on its thread. Every step is answered exactly once; a strategy that throws answers
/// with a failure and is not called again. Thread: lives on its engine's WorkerThread; slots run
/// there.
class EngineWorker final : public io::Receiver
{
    Q_OBJECT

public:
    EngineWorker(const core::StrategyEngine::Setup& setup,
                 core::Instrument instrument,
                 std::shared_ptr<const core::Strategy> strategy);

    void takeHistory(const HistoryPointer& bars);
    /// Goes on with another strategy, warm over the bars so far.
    void tune(const std::shared_ptr<const core::Strategy>& strategy);
    void takeStep(const StepPointer& message);

Q_SIGNALS:
    void answered(std::shared_ptr<const wick::session::EngineReply> reply);

private:
    core::EngineId m_id;
    core::Instrument m_instrument;
    std::shared_ptr<const core::Strategy> m_strategy;
    std::unique_ptr<core::StrategyEngine> m_engine;
    bool m_failed = false;
};

/// Owns one thread and one worker an engine: creates, names and joins them.
/// Thread: made, used and destroyed on one thread; only values cross.
class EnginePool
{
public:
    /// Adds an engine; `answered` is emitted on its thread.
    EngineWorker* add(const core::StrategyEngine::Setup& setup,
                      const core::Instrument& instrument,
                      std::shared_ptr<const core::Strategy> strategy,
                      const QString& name);

    void sendHistory(core::EngineId engine, HistoryPointer bars);
    void send(core::EngineId engine, StepPointer step);
    void tune(core::EngineId engine, std::shared_ptr<const core::Strategy> strategy);

    /// Ends all threads. False when one did not come back in time: its strategy hangs.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

private:
    struct Entry
    {
        std::unique_ptr<io::WorkerThread> thread;
        EngineWorker* worker = nullptr; ///< owned by its thread
    };
    std::vector<Entry> m_entries;
};

} // namespace wick::session
