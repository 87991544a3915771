#pragma once

#include <QString>

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::cli {

/// Text for machines, on stdout, as it is: its form is stable.
void print(std::string_view text);

/// A line for people, on stderr.
void tell(std::string_view line);
void tell(const char* line);
void tell(const QString& line);

/// "wickctl: …" on stderr: why it does not go on.
void complain(std::string_view line);
void complain(const char* line);
void complain(const QString& line);

/// How far long work is, in a single line on stderr that overwrites itself. Silent where stderr is
/// no terminal, and unless the percentage has changed.
class ProgressLine
{
public:
    explicit ProgressLine(std::string_view what);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(std::int64_t done, std::int64_t total);

private:
    std::string m_what;
    std::int64_t m_percent = -1;
    bool m_terminal = false;
};

} // namespace wick::cli
