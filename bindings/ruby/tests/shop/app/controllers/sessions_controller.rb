# frozen_string_literal: true

class SessionsController < ApplicationController
  def create
    session[:user] = params[:id]
    head :no_content
  end

  # As Devise does.
  def depart
    reset_session
    redirect_to "/#{params[:to]}"
  end

  def destroy
    reset_session
    render "pages/left"
  end
end
