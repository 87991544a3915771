#include "app/session/enginepool.h"

#include <exception>
#include <utility>

namespace wick::session {

using namespace wick::core;

EngineWorker::EngineWorker(const StrategyEngine::Setup& setup,
                           Instrument instrument,
                           std::shared_ptr<const Strategy> strategy)
    : m_id(setup.id)
    , m_instrument(std::move(instrument))
    , m_strategy(std::move(strategy))
    , m_engine(std::make_unique<StrategyEngine>(setup, m_instrument, *m_strategy))
{}

void EngineWorker::takeHistory(const HistoryPointer& bars)
{
    try {
        for (const auto& bar : *bars) {
            m_engine->warmUp(bar);
        }
    } catch (const std::exception&) {
        m_failed = true; // the first step is answered with the failure
    }
}

void EngineWorker::tune(const std::shared_ptr<const Strategy>& strategy)
{
    try {
        m_engine = m_engine->tuned(*strategy);
        m_strategy = strategy;
    } catch (const std::exception&) {
        m_failed = true; // the next step is answered with the failure
    }
}

void EngineWorker::takeStep(const StepPointer& message)
{
    MarketSlice slice;
    const Step step = message->step(slice);
    auto reply = std::make_shared<EngineReply>();
    reply->answer.seq = step.seq;
    reply->answer.engine = m_id;
    reply->answer.failed = m_failed;
    if (!m_failed) {
        try {
            reply->answer.decision = m_engine->step(step);
            reply->status = m_engine->status();
        } catch (const std::exception&) {
            m_failed = true;
            reply->answer.decision = {};
            reply->answer.failed = true;
        }
    }
    Q_EMIT answered(std::move(reply));
}

EngineWorker* EnginePool::add(const StrategyEngine::Setup& setup,
                              const Instrument& instrument,
                              std::shared_ptr<const Strategy> strategy,
                              const QString& name)
{
    Entry entry;
    entry.thread = std::make_unique<io::WorkerThread>(name);
    entry.worker =
        entry.thread->adopt(std::make_unique<EngineWorker>(setup, instrument, std::move(strategy)));
    m_entries.push_back(std::move(entry));
    return m_entries.back().worker;
}

void EnginePool::sendHistory(EngineId engine, HistoryPointer bars)
{
    EngineWorker* worker = m_entries[engine.count()].worker;
    io::post(worker, [worker, bars = std::move(bars)] { worker->takeHistory(bars); });
}

void EnginePool::send(EngineId engine, StepPointer step)
{
    EngineWorker* worker = m_entries[engine.count()].worker;
    io::post(worker, [worker, step = std::move(step)] { worker->takeStep(step); });
}

void EnginePool::tune(EngineId engine, std::shared_ptr<const Strategy> strategy)
{
    EngineWorker* worker = m_entries[engine.count()].worker;
    io::post(worker, [worker, strategy = std::move(strategy)] { worker->tune(strategy); });
}

bool EnginePool::stop(std::chrono::milliseconds patience)
{
    bool all = true;
    for (auto& entry : m_entries) {
        const bool back = entry.thread->stop(patience);
        if (!back) {
            static_cast<void>(
                entry.thread
                    .release()); // a thread that hangs is never joined; the process ends with it
        }
        all = all && back;
    }
    m_entries.clear();
    return all;
}

} // namespace wick::session
