#pragma once

#include <QEvent>
#include <QMetaObject>
#include <QObject>

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
        return QObject::event(event);
    }
};

/// Lets `work` run on the receiver's thread, after everything posted before it.
template <typename Work>
void post(Receiver* receiver, Work&& work)
{
    handOver(receiver);
    QMetaObject::invokeMethod(receiver, std::forward<Work>(work), Qt::QueuedConnection);
}

/// The same, and waits until it is done. Not from the receiver's own thread.
template <typename Work>
void postAndWait(Receiver* receiver, Work&& work)
{
    handOver(receiver);
    QMetaObject::invokeMethod(
        receiver,
        [receiver, &work] {
            work();
            handOver(receiver);
        },
        Qt::BlockingQueuedConnection);
    takeOver(receiver);
}

} // namespace wick::io
