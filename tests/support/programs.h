#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace wick::test {

/// How long a test waits for another program: far longer than it takes on a busy machine.
constexpr int kPatienceMs = 120'000;

/// What one run of a program said; the code is -1 when it crashed or had to be ended.
struct Outcome
{
    int code = -1;
    QString out;
    QString err;
};

/// Waits for the end of a program that has been started.
inline Outcome outcomeOf(QProcess& process)
{
    if (!process.waitForFinished(kPatienceMs)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

inline Outcome run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    return outcomeOf(process);
}

} // namespace wick::test
