// argocdpp app edit: has an application's spec edited as YAML, and sends what was changed in it.

#include "../commands.hpp"
#include "../spec_document.hpp"
#include "../spec_edit.hpp"

#include <argocdpp/applications.hpp>
#include <argocdpp/proto/codec.hpp>

namespace argocdpp::cli {
namespace {

using proto::any;

struct options {
    std::string app_namespace;
};

void describe(flag_set& flags, options& given) {
    flags.add(given.app_namespace, "app-namespace", 'N', "namespace of the application");
}

class edited_application final : public edited_document {
  public:
    edited_application(invocation& call, app_ref app)
        : call_(call)
        , app_(std::move(app)) {}

    std::string_view noun() const override { return "application"; }
    std::string_view failed() const override { return "failed to update application spec: "; }
    void check(const any& spec) const override { proto::decode<proto::application_spec>(spec); }
    task<void> save(document_change change) override {
        application_change apply = [&](any& application) {
            change(application);
            return true;
        };
        co_await call_.server().apps().edit(app_, validation::optional, std::move(apply));
    }

  private:
    invocation& call_;
    app_ref app_;
};

task<exit_code> run(invocation& call, options given) {
    if (call.arguments().size() != 1)
        throw show_help();
    auto app = app_ref::parse(call.arguments().front(), given.app_namespace);
    auto application = co_await call.server().apps().document(app);
    edited_application document(call, app);
    co_await edit_spec(call, document, app.name, object_in(application, "spec"));
    co_return exit_code::success;
}

} // namespace

const command app_edit = {
    .path = "app edit",
    .arguments = "APPNAME",
    .names = {name_kind::application},
    .summary = "Edit an application's spec",
    .details = "Opens the spec in the program that $EDITOR names, or vi. What others change "
               "meanwhile stays. An edit that the server refuses is opened again with the reason.",
    .differences = "Puts what was changed into the application as it is by then.\n"
                   "Keeps lines that begin with # within longer texts, and keeps an edit that "
                   "could not be saved in a file that it names.",
    .examples = "argocdpp app edit guestbook\n"
                "EDITOR='code --wait' argocdpp app edit guestbook",
    .bind = bind<options, describe, run>,
};

} // namespace argocdpp::cli
