#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <QThread>

#include <chrono>
#include <memory>
#include <semaphore>
#include <utility>

#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace wick::io {

/// Qt's event queue orders all that was done before a post and all that the receiver does with it.
/// The thread sanitizer cannot see that in a Qt that is not instrumented, so both ends say it:
/// handOver() before the post, takeOver() of the same object after. Without the sanitizer both are
/// nothing.
inline void handOver([[maybe_unused]] const void* object) noexcept
{
#if defined(__SANITIZE_THREAD__)
    __tsan_release(const_cast<void*>(object));
#endif
}
inline void takeOver([[maybe_unused]] const void* object) noexcept
{
#if defined(__SANITIZE_THREAD__)
    __tsan_acquire(const_cast<void*>(object));
#endif
}

/// Work on its way to another thread. The receiver's thread alone runs and destroys it.
class PostedWork : public QEvent
{
public:
    PostedWork()
        : QEvent(kind())
    {}
    virtual void run() = 0;

    [[nodiscard]] static QEvent::Type kind()
    {
        static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
        return type;
    }
};

/// An object that other threads post work to.
class Receiver : public QObject
{
public:
    using QObject::QObject;
    /// The thread's owner waits for its end: what was done here is done before it goes on.
    ~Receiver() override { handOver(thread()); }

    bool event(QEvent* event) override
    {
        takeOver(this);
        if (event->type() == PostedWork::kind()) {
            static_cast<PostedWork*>(event)->run();
            return true;
        }
        return QObject::event(event);
    }
};

/// Lets `work` run on the receiver's thread, after everything posted before it.
template <typename Work>
void post(Receiver* receiver, Work work)
{
    class Posted final : public PostedWork
    {
    public:
        explicit Posted(Work&& given)
            : m_work(std::move(given))
        {}
        void run() override { m_work(); }

    private:
        Work m_work;
    };
    auto event = std::make_unique<Posted>(std::move(work));
    handOver(receiver);
    QCoreApplication::postEvent(receiver, event.release());
}

/// The same, and waits until it is done. Not from the receiver's own thread.
template <typename Work>
void postAndWait(Receiver* receiver, const Work& work)
{
    std::binary_semaphore done{0};
    post(receiver, [&work, &done] {
        work();
        done.release();
    });
    done.acquire();
}

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
