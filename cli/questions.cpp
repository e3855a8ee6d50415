#include "questions.hpp"

#include "failure.hpp"
#include "go_values.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace argocdpp::cli {

namespace {

std::string given(const std::optional<std::string>& line, std::string_view instead) {
    if (line)
        return *line;
    throw failure(exit_code::error,
                  "EOF: no answer on standard input; pass " + std::string(instead));
}

std::string answer_to(terminal& streams, std::string_view question, std::string_view instead) {
    streams.out(question);
    std::string answer = trimmed(given(streams.read_line(), instead));
    std::transform(answer.begin(), answer.end(), answer.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return answer;
}

} // namespace

bool ask_to_proceed(terminal& streams, std::string_view question, std::string_view instead) {
    for (;;) {
        const auto answer = answer_to(streams, question, instead);
        if (answer == "y" || answer == "yes")
            return true;
        if (answer == "n" || answer == "no")
            return false;
    }
}

consent ask_to_proceed_with_all(terminal& streams, std::string_view question,
                                std::string_view instead) {
    for (;;) {
        const auto answer = answer_to(streams, question, instead);
        if (answer == "y" || answer == "yes")
            return consent::yes;
        if (answer == "n" || answer == "no")
            return consent::no;
        if (answer == "a" || answer == "all")
            return consent::all;
    }
}

std::string ask_text(terminal& streams, std::string_view name, std::string_view instead) {
    std::string answer;
    while (answer.empty()) {
        streams.out(std::string(name) + ": ");
        answer = trimmed(given(streams.read_line(), instead));
    }
    return answer;
}

std::string ask_secret(terminal& streams, std::string_view name, std::string_view instead) {
    for (;;) {
        streams.out(std::string(name) + ": ");
        const std::string answer = given(streams.read_secret(), instead);
        if (!streams.in_is_terminal())
            return trimmed(answer);
        if (!answer.empty())
            return answer;
    }
}

void take_secret_line(terminal& streams, std::string_view flag, std::string& secret) {
    const std::string name = "--" + std::string(flag);
    if (!secret.empty())
        throw failure(exit_code::error,
                      "only " + name + " or " + name + "-stdin is allowed, not both");
    secret = streams.read_secret().value_or("");
    if (secret.ends_with('\r'))
        secret.pop_back();
    if (secret.empty())
        throw failure(exit_code::error, name + "-stdin: no password on standard input");
}

std::string ask_new_password(terminal& streams, const std::string& username,
                             std::string_view instead, const std::function<void()>& complain) {
    const auto ask = [&](const std::string& what) {
        streams.out("*** " + what + " new password for user " + username + ": ");
        return given(streams.read_secret(), instead);
    };
    for (;;) {
        auto password = ask("Enter");
        if (!streams.in_is_terminal() || password == ask("Confirm"))
            return password;
        complain();
    }
}

} // namespace argocdpp::cli
