#pragma once

#include "core/io/handover.h"

#include <QObject>
#include <QThread>

#include <chrono>
#include <memory>
#include <utility>

namespace wick::io {

/// Owns one thread and the workers that live on it. Workers come without a parent, are moved, and
/// are deleted on their own thread when it ends.
class WorkerThread
{
public:
    explicit WorkerThread(const QString& name)
    {
        m_thread.setObjectName(name);
        m_thread.start();
    }
    WorkerThread(const WorkerThread&) = delete;
    WorkerThread& operator=(const WorkerThread&) = delete;
    ~WorkerThread() { static_cast<void>(stop(std::chrono::hours{1})); }

    template <typename Worker>
    Worker* adopt(std::unique_ptr<Worker> worker)
    {
        worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, worker.get(), &QObject::deleteLater);
        return worker.release();
    }

    /// Asks the event loop to end and waits; false when the thread did not come back in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience)
    {
        m_thread.quit();
        const bool ended = m_thread.wait(QDeadlineTimer{patience});
        if (ended) {
            takeOver(&m_thread);
        }
        return ended;
    }

private:
    QThread m_thread;
};

} // namespace wick::io
